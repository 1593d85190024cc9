using Realtime.Configuration;
using Realtime.Grains.Interfaces.Deployments;
using Realtime.Providers;

namespace Realtime.Grains.Deployments.Routing;

/// <summary>Which failures count against a deployment, how many it may have and how long it rests after them.</summary>
internal static class RestRules
{
    private static readonly TimeSpan _longestRest = TimeSpan.FromHours(1);

    /// <summary>Describes a failure for the deployment's grain.</summary>
    /// <param name="lease">The session's place.</param>
    /// <param name="deployment">The deployment.</param>
    /// <param name="refusal">What happened.</param>
    /// <param name="router">The configuration's settings.</param>
    /// <param name="hasSiblings">Whether other deployments of the group can take over.</param>
    /// <param name="clientMayBeCause">Whether the client asked for something that the provider may have refused for that.</param>
    /// <returns>The failure.</returns>
    public static DeploymentFailure Describe(
        LeaseRef lease, Deployment deployment, UpstreamRefusal refusal, RouterSettings router, bool hasSiblings, bool clientMayBeCause)
    {
        var kind = FailureKind.Of(refusal);
        var byKind = router.AllowedFailsPolicy.TryGetValue(kind + "AllowedFails", out var ofKind);
        int? allowed = router.DisableCooldowns || !Counts(refusal, clientMayBeCause) ? null
            : deployment.AllowedFails
            ?? (byKind ? ofKind
            : router.AllowedFailsGiven ? router.AllowedFails

            // Where nobody says a number, a deployment with siblings rests at its first failure: they take its sessions at no cost.
            : hasSiblings ? 0 : router.AllowedFails);
        return new DeploymentFailure
        {
            Lease = lease,
            Model = DeploymentKeys.ModelOf(deployment),
            AllowedFails = allowed,
            Counter = byKind && deployment.AllowedFails is null ? kind : "",
            Rest = RestOf(deployment, refusal, router),
            Message = refusal.Message,
            TimedOutAfter = refusal.Kind == UpstreamRefusalKind.Timeout ? deployment.Timeout : null,
        };
    }

    /// <summary>Describes the loss of a running session's connection.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="deployment">The deployment.</param>
    /// <param name="end">How the connection ended.</param>
    /// <param name="router">The configuration's settings.</param>
    /// <returns>The failure; null where the loss says nothing of the deployment.</returns>
    public static DeploymentFailure? DescribeLoss(string sessionId, Deployment deployment, UpstreamEnd end, RouterSettings router)
    {
        // A provider closes in good order for what a session did, too; these codes speak of itself.
        var isOfDeployment = end.Kind is UpstreamEndKind.Lost or UpstreamEndKind.Silent or UpstreamEndKind.NotReading
            || end is { Kind: UpstreamEndKind.Closed, Code: 1011 or 1012 or 1013 };
        return isOfDeployment && !router.DisableCooldowns && DeploymentKeys.ModelOf(deployment) is null
            ? new DeploymentFailure
            {
                Lease = new LeaseRef(sessionId, Guid.Empty),
                KeepsLease = true,
                IsLoss = true,
                AllowedFails = deployment.AllowedFails ?? router.AllowedFails,
                Rest = deployment.CooldownTime ?? router.CooldownTime,
                Message = "The provider dropped a session before it had an answer.",
            }
            : null;
    }

    // What a client can bring about by itself must not take a deployment away from all others.
    private static bool Counts(UpstreamRefusal refusal, bool clientMayBeCause) => refusal switch
    {
        { Status: 401 or 404 or 408 or 429 or >= 500 } => true,
        { Status: >= 400 } => false,
        { Kind: UpstreamRefusalKind.Refused, Status: null } => !clientMayBeCause,
        _ => true,
    };

    private static TimeSpan RestOf(Deployment deployment, UpstreamRefusal refusal, RouterSettings router)
    {
        var rest = deployment.CooldownTime ?? refusal.RetryAfter ?? router.CooldownTime;
        return rest < _longestRest ? rest : _longestRest;
    }
}
