using Realtime.Protocol.Translation;

namespace Realtime.Protocol.Dialects;

/// <summary>Makes the translators between a peer's form of the protocol and the canonical one, which is GA.</summary>
public static class DialectEdges
{
    /// <summary>Makes the translator for a client's connection.</summary>
    /// <param name="dialect">What the client speaks.</param>
    /// <param name="options">What a beta client is sent; null for the defaults.</param>
    /// <returns>The translator, for this connection alone; null when the client speaks GA and needs none.</returns>
    public static IEdgeTranslator? ForClient(Dialect dialect, BetaClientOptions? options = null) =>
        dialect == Dialect.Beta ? new BetaClientEdge(options ?? new BetaClientOptions()) : null;

    /// <summary>Makes the translator for an upstream connection.</summary>
    /// <param name="dialect">What the upstream speaks.</param>
    /// <returns>The translator, for this connection alone; null when the upstream speaks GA and needs none.</returns>
    public static IEdgeTranslator? ForUpstream(Dialect dialect) => dialect == Dialect.Beta ? new BetaUpstreamEdge() : null;
}
