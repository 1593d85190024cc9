using Realtime.Configuration;

namespace Realtime.Grains.Deployments.Routing;

/// <summary>
/// LiteLLM's routing by tags: a request with tags gets deployments that share them, else those tagged <c>default</c>; a request without gets those
/// tagged <c>default</c> if there are any, else all.
/// </summary>
internal static class TagFilter
{
    private const string Default = "default";

    /// <summary>Leaves the deployments that a request may use.</summary>
    /// <param name="deployments">The deployments.</param>
    /// <param name="tags">The request's tags.</param>
    /// <param name="any">Whether one common tag is enough; else the deployment must have all of the request's.</param>
    /// <returns>They; empty when there is none.</returns>
    public static IReadOnlyList<Deployment> Apply(IReadOnlyList<Deployment> deployments, IReadOnlyList<string> tags, bool any)
    {
        var matching = tags.Count == 0 ? [] : deployments.Where(deployment => Matches(deployment, tags, any)).ToArray();
        if (matching.Length > 0)
        {
            return matching;
        }

        var defaults = deployments.Where(deployment => deployment.Tags.Contains(Default, StringComparer.Ordinal)).ToArray();
        return defaults.Length > 0 || tags.Count > 0 ? defaults : deployments;
    }

    private static bool Matches(Deployment deployment, IReadOnlyList<string> tags, bool any) => any
        ? tags.Any(tag => deployment.Tags.Contains(tag, StringComparer.Ordinal))
        : tags.All(tag => deployment.Tags.Contains(tag, StringComparer.Ordinal));
}
