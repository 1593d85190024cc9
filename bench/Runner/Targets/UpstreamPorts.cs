namespace Realtime.Bench.Runner.Targets;

/// <summary>Where the upstream listens.</summary>
/// <param name="WebSocket">For WebSockets.</param>
/// <param name="Stream">For streams of Nova Sonic, over HTTP/2.</param>
internal sealed record UpstreamPorts(int WebSocket, int Stream);
