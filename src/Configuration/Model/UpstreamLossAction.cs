namespace Realtime.Configuration;

/// <summary>What becomes of a running session whose provider's connection is lost (<c>on_upstream_loss</c>).</summary>
public enum UpstreamLossAction
{
    /// <summary>The conversation goes on over a new connection, as far as it can be rebuilt. The default.</summary>
    Resume = 0,

    /// <summary>The session ends with the provider's close code, where it may be sent.</summary>
    Close = 1,
}
