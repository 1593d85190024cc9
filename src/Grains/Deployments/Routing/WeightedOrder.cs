using Realtime.Configuration;

namespace Realtime.Grains.Deployments.Routing;

/// <summary>
/// <c>simple-shuffle</c>: at random by <c>weight</c>, else by <c>rpm</c>, else by <c>tpm</c>, else evenly. A deployment without the figure that the
/// others have is the last resort.
/// </summary>
internal static class WeightedOrder
{
    /// <summary>Puts deployments into an order.</summary>
    /// <param name="deployments">The deployments of one tier.</param>
    /// <param name="random">The source of chance.</param>
    /// <returns>Each of them, once.</returns>
    public static IEnumerable<Deployment> Of(IReadOnlyList<Deployment> deployments, Random random)
    {
        var left = deployments.ToList();
        var weight = WeightOf(left);
        while (left.Count > 0)
        {
            var next = Pick(left, weight, random);
            left.Remove(next);
            yield return next;
        }
    }

    private static Func<Deployment, double> WeightOf(List<Deployment> tier)
    {
        Func<Deployment, double>[] ways =
        [
            deployment => deployment.Weight ?? 0,
            deployment => deployment.Rpm ?? 0,
            deployment => deployment.Tpm ?? 0,
        ];
        return ways.FirstOrDefault(way => tier.Exists(deployment => way(deployment) > 0)) ?? (_ => 1);
    }

    private static Deployment Pick(List<Deployment> left, Func<Deployment, double> weight, Random random)
    {
        var total = left.Sum(weight);
        if (total <= 0)
        {
            return left[random.Next(left.Count)];
        }

        var point = random.NextDouble() * total;
        foreach (var deployment in left)
        {
            point -= weight(deployment);
            if (point < 0)
            {
                return deployment;
            }
        }

        return left.Last(deployment => weight(deployment) > 0);
    }
}
