namespace Realtime.Grains.Ledger;

/// <summary>What was said, as JSON; for sinks, and for the ledger where that keeps it.</summary>
/// <param name="Messages">What was said to the model; null for nothing.</param>
/// <param name="Response">What the model said; null for nothing.</param>
/// <param name="Events">The events of the session that are logged; null for none.</param>
internal sealed record UsageContent(string? Messages, string? Response, string? Events)
{
    /// <summary>Gets no content.</summary>
    public static UsageContent None { get; } = new(null, null, null);
}
