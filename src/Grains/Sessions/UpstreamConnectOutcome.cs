using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>A deployment's open connection, or why there is none.</summary>
/// <param name="Link">The connection; null when there is none.</param>
/// <param name="Refusal">Why there is none; null when there is one.</param>
internal readonly record struct UpstreamConnectOutcome(UpstreamLink? Link, UpstreamRefusal? Refusal)
{
    /// <summary>Makes an outcome with a connection.</summary>
    /// <param name="link">The connection.</param>
    /// <returns>The outcome.</returns>
    public static UpstreamConnectOutcome Connected(UpstreamLink link) => new(link, null);

    /// <summary>Makes an outcome without one.</summary>
    /// <param name="refusal">Why.</param>
    /// <returns>The outcome.</returns>
    public static UpstreamConnectOutcome Refused(UpstreamRefusal refusal) => new(null, refusal);
}
