namespace Realtime.Simulator.Sessions;

/// <summary>What is known of a session before its first event.</summary>
internal sealed record SessionSeed(string Id, SessionKind Kind, string? Model, long ExpiresAt);
