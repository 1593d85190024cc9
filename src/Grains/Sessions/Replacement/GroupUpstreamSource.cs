using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Configuration.Reload;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>Opens further upstreams from the session's model group as the configuration has it by then.</summary>
/// <param name="opener">Opens them.</param>
/// <param name="config">The configuration.</param>
/// <param name="sessionId">The session.</param>
/// <param name="group">The group as it was when the session began, for the case that it is no longer configured.</param>
/// <param name="request">What the client asked for.</param>
internal sealed class GroupUpstreamSource(
    UpstreamOpener opener, ConfigStore config, string sessionId, ModelGroup group, SessionOpenRequest request) : IUpstreamSource
{
    /// <inheritdoc/>
    public Task<UpstreamOpenResult> OpenAsync(
        UpstreamStart start, string? preferred, IReadOnlyCollection<string> excluded, CancellationToken cancellationToken)
    {
        var general = config.Current.General;
        var wish = new UpstreamWish
        {
            SessionId = sessionId,
            Group = RoutingRules.Resolve(config.Current.Models, request.Model, request.Routing) ?? group,
            Request = request,
            Limits = new UpstreamLimits(general.KeepaliveInterval, general.KeepaliveTimeout, general.WriteTimeout),
            Start = start,
            PreferredDeployment = preferred,
            ExcludedDeployments = excluded,
        };
        return opener.OpenAsync(wish, cancellationToken);
    }

    /// <inheritdoc/>
    public void Lost(Deployment deployment, UpstreamEnd end) => opener.Lost(sessionId, deployment, end);
}
