namespace Realtime.Providers;

/// <summary>A provider's connection, or why there is none.</summary>
/// <param name="Connection">The connection; null when there is none.</param>
/// <param name="Refusal">Why there is none; null when there is one.</param>
public readonly record struct UpstreamConnectResult(IUpstreamConnection? Connection, UpstreamRefusal? Refusal)
{
    /// <summary>Makes a result with a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <returns>The result.</returns>
    public static UpstreamConnectResult Connected(IUpstreamConnection connection) => new(connection, null);

    /// <summary>Makes a result without one.</summary>
    /// <param name="refusal">Why.</param>
    /// <returns>The result.</returns>
    public static UpstreamConnectResult Refused(UpstreamRefusal refusal) => new(null, refusal);
}
