using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Deployments.Warm;
using Realtime.Grains.Interfaces.Deployments;
using Realtime.Grains.Sessions;

namespace Realtime.Grains.Deployments;

/// <summary>Gets sessions their places at deployments, with a connection that was opened ahead where there is one.</summary>
internal sealed class LeaseDesk(DeploymentCalls calls, DeploymentBoard board, LeaseKeeper keeper, WarmPool pool)
{
    /// <summary>Asks deployments for a place until one gives it.</summary>
    /// <param name="wish">What for.</param>
    /// <param name="group">The model group.</param>
    /// <param name="deployments">The deployments, in the order in which they are asked; under <c>least-busy</c> their loads decide.</param>
    /// <param name="rules">The rules.</param>
    /// <returns>The place, null when none gave one; and the answers of those that did not.</returns>
    public async Task<(LeasePlace? Place, IReadOnlyList<LeaseDenied> Denials)> AcquireAsync(
        UpstreamWish wish, ModelGroup group, IReadOnlyList<Deployment> deployments, RoutingRules rules)
    {
        foreach (var deployment in deployments)
        {
            keeper.Watch(deployment.Id);
        }

        var answers = rules.Strategy == RoutingStrategy.LeastBusy && deployments.Count > 1
            ? await AcquireLeastBusyAsync(wish, group, deployments, rules).ConfigureAwait(false)
            : null;
        return answers ?? await AcquireInOrderAsync(wish, deployments, rules).ConfigureAwait(false);
    }

    /// <summary>Tells whether a deployment is known to rest.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns>Whether it is.</returns>
    public bool Rests(Deployment deployment) => board.Rests(deployment.Id, DeploymentKeys.ModelOf(deployment));

    /// <summary>Gives a place back because its provider did not serve.</summary>
    /// <param name="lease">The place.</param>
    /// <param name="failure">What happened.</param>
    /// <returns>A task that ends when the cluster knows.</returns>
    public async Task FailAsync(DeploymentLease lease, DeploymentFailure failure)
    {
        lease.Abandon();
        if (!await calls.FailAsync(lease.Deployment.Id, failure).ConfigureAwait(false))
        {
            keeper.FiguresOf(lease).NotReleased(lease.Reference);
        }
    }

    /// <summary>Tells that a running session lost its connection.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="loss">What happened.</param>
    /// <returns>A task that ends when the cluster knows, or does not answer.</returns>
    public Task LostAsync(Deployment deployment, DeploymentFailure loss) => calls.FailAsync(deployment.Id, loss);

    private static LeaseRequest Request(UpstreamWish wish, Deployment deployment, RoutingRules rules, WarmConnection? warm) => new()
    {
        Lease = new LeaseRef(wish.SessionId, Guid.NewGuid()),
        Limits = rules.LimitsOf(deployment),
        Model = DeploymentKeys.ModelOf(deployment),
        InPlaceOf = warm?.Lease.Reference,
    };

    // A connection that was opened ahead serves a session that begins, and that asks the provider for nothing of its own.
    private static bool TakesWarm(UpstreamWish wish) =>
        wish.Start is null && wish.Request is { BoundSettings: null, Intent: null, Query.Count: 0 };

    private async Task<(LeasePlace? Place, IReadOnlyList<LeaseDenied> Denials)> AcquireInOrderAsync(
        UpstreamWish wish, IReadOnlyList<Deployment> deployments, RoutingRules rules)
    {
        var denials = new List<LeaseDenied>();
        foreach (var deployment in deployments)
        {
            var warm = TakesWarm(wish) ? pool.TryTake(deployment) : null;
            var request = Request(wish, deployment, rules, warm);
            var answer = await calls.TryAcquireAsync(deployment.Id, request).ConfigureAwait(false);
            if (answer.IsGranted)
            {
                return (Place(deployment, request, warm), denials);
            }

            denials.Add(new LeaseDenied(deployment, answer));
            if (warm is not null)
            {
                pool.PutBack(warm);
            }
        }

        return (null, denials);
    }

    private async Task<(LeasePlace? Place, IReadOnlyList<LeaseDenied> Denials)?> AcquireLeastBusyAsync(
        UpstreamWish wish, ModelGroup group, IReadOnlyList<Deployment> deployments, RoutingRules rules)
    {
        var requests = deployments.Select(deployment =>
        {
            var warm = TakesWarm(wish) ? pool.TryTake(deployment) : null;
            return (Deployment: deployment, Request: Request(wish, deployment, rules, warm), Warm: warm);
        }).ToArray();
        var answers = await calls.AcquireLeastBusyAsync(
            group.GroupName, [.. requests.Select(entry => new LeaseCandidate(entry.Deployment.Id, entry.Request))]).ConfigureAwait(false);
        var granted = answers is [.., { Answer.IsGranted: true } last] ? last.DeploymentId : null;
        var chosen = Array.FindIndex(requests, entry => entry.Deployment.Id == granted);
        for (var i = 0; i < requests.Length; i++)
        {
            if (i != chosen && requests[i].Warm is { } unused)
            {
                pool.PutBack(unused);
            }
        }

        if (answers is null)
        {
            return null;
        }

        LeaseDenied[] denials =
        [
            .. answers.Where(answer => !answer.Answer.IsGranted)
                .Select(answer => new LeaseDenied(deployments.First(deployment => deployment.Id == answer.DeploymentId), answer.Answer)),
        ];
        return (chosen < 0 ? null : Place(requests[chosen].Deployment, requests[chosen].Request, requests[chosen].Warm), denials);
    }

    private LeasePlace Place(Deployment deployment, LeaseRequest request, WarmConnection? warm)
    {
        if (warm is not null)
        {
            pool.Refill();
        }

        return new LeasePlace(deployment, keeper.Keep(deployment, request.Lease, request.Limits), warm);
    }
}
