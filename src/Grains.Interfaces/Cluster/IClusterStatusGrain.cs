namespace Realtime.Grains.Interfaces.Cluster;

/// <summary>
/// What a gateway asks every second, each time another silo: that grains answer, and which silos live. It answers from memory, so that
/// a store that is away changes nothing. Its key is 0.
/// </summary>
[Alias("Realtime.IClusterStatusGrain")]
public interface IClusterStatusGrain : IGrainWithIntegerKey
{
    /// <summary>Reads the silos.</summary>
    /// <returns>The addresses of the silos that the cluster counts as living, as <c>address:port@generation</c>.</returns>
    [Alias("GetSilos")]
    [Orleans.Concurrency.AlwaysInterleave]
    ValueTask<IReadOnlyList<string>> GetSilos();
}
