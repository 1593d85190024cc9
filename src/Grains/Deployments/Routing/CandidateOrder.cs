using Realtime.Configuration;
using Realtime.Configuration.Prices;
using Realtime.Grains.Interfaces.Deployments;

namespace Realtime.Grains.Deployments.Routing;

/// <summary>
/// In which order a group's deployments are asked: tier by tier (<c>order</c>), in a tier by the strategy; those that are known to rest, to drop sessions or to be ill come
/// after all others.
/// </summary>
internal sealed class CandidateOrder(DeploymentBoard board, Random random, TimeProvider time)
{
    /// <summary>LiteLLM's cost of a deployment of unknown price: 5 dollars a token each way, so that it is used last.</summary>
    private const decimal UnknownCost = 5m;

    /// <summary>Gets the tiers in order, each with its deployments in order.</summary>
    /// <param name="deployments">The deployments that may be used.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="preferred">The id of the deployment that is asked first of all; null for none.</param>
    /// <returns>The tiers.</returns>
    public IReadOnlyList<IReadOnlyList<Deployment>> Tiers(IReadOnlyList<Deployment> deployments, RoutingRules rules, string? preferred)
    {
        var tiers = new List<IReadOnlyList<Deployment>>();
        if (deployments.FirstOrDefault(deployment => deployment.Id == preferred) is { } first)
        {
            tiers.Add([first]);
        }

        // Those that rest or are ill are asked all the same when nobody else takes the session: only their grain knows whether they still do.
        tiers.AddRange(deployments
            .Where(deployment => deployment.Id != preferred)
            .GroupBy(deployment => (IsReady: IsReady(deployment, rules.Router), Order: deployment.Order ?? int.MaxValue))
            .OrderByDescending(tier => tier.Key.IsReady)
            .ThenBy(tier => tier.Key.Order)
            .Select(tier => (IReadOnlyList<Deployment>)[.. ByStrategy([.. tier], rules)]));
        return tiers;
    }

    private bool IsReady(Deployment deployment, RouterSettings router) =>
        !board.Rests(deployment.Id, DeploymentKeys.ModelOf(deployment))
        && !(board.Get(deployment.Id).UnsteadyUntil > time.GetUtcNow())
        && !IsIll(deployment, router);

    private IEnumerable<Deployment> ByStrategy(Deployment[] tier, RoutingRules rules) => rules.Strategy switch
    {
        RoutingStrategy.LeastBusy => Ascending(tier, deployment => board.Get(deployment.Id).InFlight),
        RoutingStrategy.LatencyBased => ByLatency(tier, rules.LatencyBuffer),
        RoutingStrategy.UsageBased => Ascending(tier, deployment => board.Get(deployment.Id).TokensLastMinute),
        RoutingStrategy.CostBased => Ascending(tier, deployment => CostOf(rules.Prices.Find(deployment))),
        _ => WeightedOrder.Of(tier, random),
    };

    private IEnumerable<Deployment> Ascending<T>(Deployment[] tier, Func<Deployment, T> value) => tier
        .Select(deployment => (Deployment: deployment, Value: value(deployment)))
        .OrderBy(pair => pair.Value)
        .ThenBy(_ => random.Next())
        .Select(pair => pair.Deployment);

    // One that was not used lately is tried, as LiteLLM does: otherwise nobody would ever learn how quick it is.
    private IEnumerable<Deployment> ByLatency(Deployment[] tier, double buffer)
    {
        var known = Array.ConvertAll(tier, deployment => (Deployment: deployment, Time: LatencyOf(board.Get(deployment.Id))));
        var limit = known.Length == 0 ? TimeSpan.Zero : known.Min(pair => pair.Time) * (1 + buffer);
        return known
            .OrderBy(pair => pair.Time <= limit ? TimeSpan.Zero : pair.Time)
            .ThenBy(_ => random.Next())
            .Select(pair => pair.Deployment);
    }

    private static TimeSpan LatencyOf(DeploymentLoad load) => (load.ConnectTime ?? TimeSpan.Zero) + (load.FirstAudioTime ?? TimeSpan.Zero);

    // What a second of talk costs is mostly audio; a model without prices for it is compared by those of text.
    private static decimal CostOf(PriceSheet? prices) =>
        (prices?.First("input_cost_per_audio_token", "input_cost_per_token") ?? UnknownCost)
        + (prices?.First("output_cost_per_audio_token", "output_cost_per_token") ?? UnknownCost);

    private bool IsIll(Deployment deployment, RouterSettings router)
    {
        var load = board.Get(deployment.Id);
        return router.EnableHealthCheckRouting
            && load.Health == DeploymentHealth.Unhealthy
            && !(router.HealthCheckIgnoreTransientErrors && load.ProbeErrorIsTransient)
            && !(router.HealthCheckStalenessThreshold is { } old && time.GetUtcNow() - load.ProbedAt > old);
    }
}
