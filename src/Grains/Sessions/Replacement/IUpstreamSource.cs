using Realtime.Configuration;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>Opens further upstreams for a running session.</summary>
internal interface IUpstreamSource
{
    /// <summary>Opens one: of the session's model group, else of its fallbacks.</summary>
    /// <param name="start">What it begins with.</param>
    /// <param name="preferred">The id of the deployment that is asked first; null for none.</param>
    /// <param name="excluded">The ids of deployments that are not asked.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>The upstream, or why there is none.</returns>
    Task<UpstreamOpenResult> OpenAsync(
        UpstreamStart start, string? preferred, IReadOnlyCollection<string> excluded, CancellationToken cancellationToken);

    /// <summary>Notes that the session lost a connection before it had an answer on it.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="end">How the connection ended.</param>
    void Lost(Deployment deployment, UpstreamEnd end);
}
