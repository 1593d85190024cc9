using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Configuration.Reload;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Guards;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>Opens further upstreams from the session's model group as the configuration has it by then.</summary>
/// <param name="opener">Opens them.</param>
/// <param name="config">The configuration.</param>
/// <param name="sessionId">The session.</param>
/// <param name="group">The group as it was when the session began, for the case that it is no longer configured.</param>
/// <param name="request">What the client asked for.</param>
/// <param name="guard">The session's guardrails, which stay as they were when it began.</param>
internal sealed class GroupUpstreamSource(
    UpstreamOpener opener, ConfigStore config, string sessionId, ModelGroup group, SessionOpenRequest request, GuardrailSetup guard) : IUpstreamSource
{
    /// <inheritdoc/>
    public Task<UpstreamOpenResult> OpenAsync(
        UpstreamStart start, string? preferred, IReadOnlyCollection<string> excluded, CancellationToken cancellationToken)
    {
        var current = config.Current;
        var general = current.General;
        var wanted = RoutingRules.Resolve(current.Models, request.Model, request.Routing) ?? group;
        var wish = new UpstreamWish
        {
            SessionId = sessionId,
            Group = wanted,
            Request = request,
            Limits = new UpstreamLimits(general.KeepaliveInterval, general.KeepaliveTimeout, general.WriteTimeout),
            Start = start,
            PreferredDeployment = preferred,
            ExcludedDeployments = [.. excluded, .. Unguarded(current, wanted)],
        };
        return opener.OpenAsync(wish, cancellationToken);
    }

    // A fallback that came with a later configuration may want more of the guard than the session has. Its own model's deployments go on serving it.
    private IEnumerable<string> Unguarded(RealtimeConfig current, ModelGroup wanted) => SessionReach.Of(current, wanted, request)
        .Where(deployment => !guard.Covers(deployment) && !(wanted.Deployments.Contains(deployment) && guard.Covers(deployment with { Guardrails = [] })))
        .Select(deployment => deployment.Id);

    /// <inheritdoc/>
    public void Lost(Deployment deployment, UpstreamEnd end) => opener.Lost(sessionId, deployment, end);
}
