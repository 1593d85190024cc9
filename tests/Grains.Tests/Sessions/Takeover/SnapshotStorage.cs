using System.Globalization;
using Orleans.Storage;
using Realtime.Grains.Sessions.Takeover;

namespace Realtime.Grains.Tests.Sessions.Takeover;

/// <summary>A storage of one record with an ETag, as Redis keeps it.</summary>
internal sealed class SnapshotStorage : IGrainStorage
{
    private int _version;

    public byte[]? Data { get; private set; }

    /// <summary>Forgets everything.</summary>
    public void Empty() => (Data, _version) = (null, 0);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.State = (T)(object)new SessionSnapshotState { Data = Data ?? [] };
        grainState.ETag = Data is null ? null : _version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = Data is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag != (Data is null ? null : _version.ToString(CultureInfo.InvariantCulture)))
        {
            throw new InconsistentStateException("Somebody else wrote.");
        }

        Data = ((SessionSnapshotState)(object)grainState.State!).Data;
        grainState.ETag = (++_version).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
}
