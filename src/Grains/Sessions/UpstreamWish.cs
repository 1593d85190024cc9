using Realtime.Configuration.Models;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>What a session wants an upstream for: its first one, or one in place of another.</summary>
internal sealed record UpstreamWish
{
    /// <summary>Gets the session's id, under which a deployment keeps its lease: one session holds at most one of a deployment.</summary>
    public required string SessionId { get; init; }

    /// <summary>Gets the model's deployments; its fallbacks follow when none of them takes the session.</summary>
    public required ModelGroup Group { get; init; }

    /// <summary>Gets what the client asked for.</summary>
    public required SessionOpenRequest Request { get; init; }

    /// <summary>Gets the connection's limits.</summary>
    public required UpstreamLimits Limits { get; init; }

    /// <summary>
    /// Gets what the connection begins with; null for a session's first connection. With one, the settings that a client secret is bound to
    /// are not sent by themselves: they stand in the settings in force.
    /// </summary>
    public UpstreamStart? Start { get; init; }

    /// <summary>Gets the id of the deployment that is asked first if it takes sessions, whatever the strategy says; null for none.</summary>
    public string? PreferredDeployment { get; init; }

    /// <summary>Gets the ids of deployments that are not asked, as the one that has just been lost.</summary>
    public IReadOnlyCollection<string> ExcludedDeployments { get; init; } = [];
}
