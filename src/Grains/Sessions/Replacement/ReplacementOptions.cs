namespace Realtime.Grains.Sessions.Replacement;

/// <summary>The bounds of replacing an upstream; <c>docs/reliability.md</c> lists them.</summary>
internal sealed record ReplacementOptions
{
    /// <summary>Gets within which time a fresh upstream must stand. Default 30 s.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how often all deployments are asked in turn. Default 4.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Gets the wait before the second attempt; it doubles with each further one. Default 250 ms.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets how often in a row an upstream may be lost without having finished a response. Default 4.</summary>
    public int MaxLossesWithoutResponse { get; init; } = 4;

    /// <summary>Gets how much of the client's input is kept while no upstream stands, in bytes; the oldest audio goes first. Default 4 MiB.</summary>
    public int MaxHeldBytes { get; init; } = 4 << 20;

    /// <summary>Gets how much audio of the turn under way is kept, in bytes as sent. Default 2 MiB: 30 s of PCM16 at 24 kHz.</summary>
    public int MaxTurnAudioBytes { get; init; } = 2 << 20;

    /// <summary>Gets how much audio is kept while the provider's turn detection hears nobody, in bytes as sent. Default 64 KiB: 1 s of PCM16.</summary>
    public int MaxSilenceBytes { get; init; } = 64 << 10;

    /// <summary>Gets how much audio of turns whose words are not known is kept, in bytes as sent. Default 512 KiB.</summary>
    public int MaxPastAudioBytes { get; init; } = 512 << 10;

    /// <summary>Gets how long before its limit a connection begins to wait for a turn's end to be replaced, at most a tenth of the limit. Default 5 min.</summary>
    public TimeSpan LimitMargin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets after what time an attempt that failed while the old connection still runs is repeated. Default 5 s.</summary>
    public TimeSpan AheadRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets how long an error that may be the connection's last word is held back, to see whether the connection ends with it. Default 500 ms.
    /// </summary>
    public TimeSpan LastWordWait { get; init; } = TimeSpan.FromMilliseconds(500);
}
