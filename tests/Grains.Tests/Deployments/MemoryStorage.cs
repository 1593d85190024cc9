using System.Globalization;
using Orleans.Storage;
using Realtime.Grains.Deployments.Leases;

namespace Realtime.Grains.Tests.Deployments;

/// <summary>A store with ETags that several activations share, that can be held up and that can be away.</summary>
internal sealed class MemoryStorage : IGrainStorage
{
    private DeploymentRecord? _record;
    private int _version;

    public int Writes { get; private set; }

    public bool IsAway { get; set; }

    /// <summary>Gets or sets what writes wait for; null for nothing.</summary>
    public Task? Gate { get; set; }

    /// <summary>Gets or sets what reads wait for; null for nothing.</summary>
    public Task? ReadGate { get; set; }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfAway();
        if (ReadGate is { } gate)
        {
            await gate;
        }

        grainState.State = (T)(object)(_record ?? new DeploymentRecord());
        grainState.ETag = _version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = _record is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfAway();
        if (Gate is { } gate)
        {
            await gate;
        }

        Writes++;
        if ((grainState.ETag ?? "0") != _version.ToString(CultureInfo.InvariantCulture))
        {
            throw new InconsistentStateException("Somebody else wrote.");
        }

        _version++;
        _record = (DeploymentRecord)(object)grainState.State!;
        grainState.ETag = _version.ToString(CultureInfo.InvariantCulture);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new TimeoutException("The store is away.");
        }
    }
}
