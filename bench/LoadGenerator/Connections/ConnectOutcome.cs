namespace Realtime.Bench.LoadGenerator.Connections;

/// <summary>An open session, or why there is none.</summary>
internal sealed record ConnectOutcome(RealtimeConnection? Connection, string? Failure);
