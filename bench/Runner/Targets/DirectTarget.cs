namespace Realtime.Bench.Runner.Targets;

/// <summary>Nothing between the client and the upstream: what the others add is counted from here.</summary>
internal sealed class DirectTarget : ITarget
{
    public string Name => "direct";

    public string? MissingBecause(Workspace workspace) => null;

    public Task<RunningTarget> StartAsync(Workspace workspace, UpstreamPorts upstream, CancellationToken cancellation) =>
        Task.FromResult(new RunningTarget(upstream.WebSocket));
}
