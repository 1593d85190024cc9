using Realtime.Configuration;
using Realtime.Configuration.Models;
using Realtime.Grains.Deployments.Routing;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions.Guards;

/// <summary>Finds the deployments that may serve a session at any time: its model's and those of the fallbacks.</summary>
internal static class SessionReach
{
    /// <summary>Finds them. Which of them rest, are full or do not fit the tags is no matter: that changes while the session runs.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="group">The session's model.</param>
    /// <param name="request">What the client asked for.</param>
    /// <returns>The deployments, those of the model first.</returns>
    public static IReadOnlyList<Deployment> Of(RealtimeConfig config, ModelGroup group, SessionOpenRequest request)
    {
        var rules = RoutingRules.Of(config, request.Routing);
        var groups = new Queue<ModelGroup>([group]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { group.Name };
        var teamId = request.Principal?.TeamId;
        List<Deployment> all = [];

        // The order in which an upstream is looked for, and as far.
        for (var tried = 0; groups.TryDequeue(out var next) && tried <= rules.MaxFallbacks; tried++)
        {
            all.AddRange(next.Deployments.Where(deployment => deployment.Info.TeamId is null || deployment.Info.TeamId == teamId));
            foreach (var fallback in rules.FallbacksOf(next).Where(seen.Add))
            {
                if (config.Models.Resolve(fallback) is { } found)
                {
                    groups.Enqueue(found);
                }
            }
        }

        return all;
    }
}
