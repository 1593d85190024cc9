using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Storage;

namespace Realtime.Grains.Tests.Policies.Cluster;

/// <summary>A grain storage that outlives silos and keeps ETags, as Redis does.</summary>
internal sealed class SharedStorage(Serializer<PolicyMemoryBox> serializer, ConcurrentDictionary<string, (string ETag, byte[] Bytes)> kept) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = kept.TryGetValue(grainId.ToString(), out var row);
        if (grainState.RecordExists)
        {
            grainState.ETag = row.ETag;
            grainState.State = (T)serializer.Deserialize(row.Bytes)!.Value;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.ToString();
        var next = (ETag: Guid.NewGuid().ToString("N"), Bytes: serializer.SerializeToArray(new PolicyMemoryBox { Value = grainState.State! }));
        var written = kept.TryGetValue(key, out var row)
            ? row.ETag == grainState.ETag && kept.TryUpdate(key, next, row)
            : grainState.ETag is null && kept.TryAdd(key, next);
        if (!written)
        {
            throw new InconsistentStateException("Somebody else has written.", row.ETag, grainState.ETag);
        }

        grainState.ETag = next.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        kept.TryRemove(grainId.ToString(), out _);
        return Task.CompletedTask;
    }
}
