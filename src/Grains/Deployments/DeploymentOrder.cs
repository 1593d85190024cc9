using Realtime.Configuration;

namespace Realtime.Grains.Deployments;

/// <summary>
/// In which order a group's deployments are tried: the lowest <c>order</c> first; within one, at random by <c>weight</c>, else by
/// <c>rpm</c>, else by <c>tpm</c>, else evenly (LiteLLM's <c>simple-shuffle</c>).
/// </summary>
internal static class DeploymentOrder
{
    /// <summary>Puts the deployments of a group into an order.</summary>
    /// <param name="deployments">The group's deployments.</param>
    /// <param name="random">The source of chance.</param>
    /// <returns>Every deployment that may be used, once.</returns>
    public static List<Deployment> Shuffle(IEnumerable<Deployment> deployments, Random random)
    {
        var result = new List<Deployment>();
        var tiers = deployments
            .Where(deployment => !deployment.Info.Blocked)
            .GroupBy(deployment => deployment.Order ?? int.MaxValue)
            .OrderBy(tier => tier.Key);
        foreach (var tier in tiers)
        {
            var left = tier.ToList();
            var weight = WeightOf(left);
            while (left.Count > 0)
            {
                var next = Pick(left, weight, random);
                left.Remove(next);
                result.Add(next);
            }
        }

        return result;
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
