using Realtime.Configuration.Models;
using Realtime.Providers;

namespace Realtime.Grains.Deployments.Routing;

/// <summary>
/// Whether a deployment that failed is asked again for the same session, after every other one had its turn. A caller waits meanwhile, so the waits
/// are short, and a time-out is repeated only where a policy says so.
/// </summary>
internal static class RetryRules
{
    private static readonly TimeSpan _firstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(2);

    /// <summary>Gets how often a deployment may be asked again after a failure.</summary>
    /// <param name="refusal">The failure.</param>
    /// <param name="group">The model group.</param>
    /// <param name="rules">The rules.</param>
    /// <returns>How often.</returns>
    public static int Allowed(UpstreamRefusal refusal, ModelGroup group, RoutingRules rules)
    {
        var key = FailureKind.Of(refusal) + "Retries";
        var policies = rules.Router.ModelGroupRetryPolicy;
        if ((policies.GetValueOrDefault(group.Name) ?? policies.GetValueOrDefault(group.GroupName))?.TryGetValue(key, out var ofGroup) == true)
        {
            return ofGroup;
        }

        return rules.RetryPolicy.TryGetValue(key, out var ofKind) ? ofKind : IsWorthIt(refusal) ? rules.NumRetries : 0;
    }

    /// <summary>Gets how long to wait before.</summary>
    /// <param name="refusal">The failure.</param>
    /// <param name="attempt">Which repeated attempt it is, from 1.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="random">The source of chance.</param>
    /// <returns>The time; null when the provider wants more than a caller can wait for.</returns>
    public static TimeSpan? Wait(UpstreamRefusal refusal, int attempt, RoutingRules rules, Random random)
    {
        if (refusal.RetryAfter > _longestWait)
        {
            return null;
        }

        var wait = refusal.RetryAfter ?? _firstWait * Math.Pow(2, Math.Min(attempt, 8) - 1) * (0.75 + (random.NextDouble() / 2));
        wait = wait > _longestWait ? _longestWait : wait;
        return wait > rules.RetryAfter ? wait : rules.RetryAfter;
    }

    // LiteLLM's 408, 409, 429 and 5xx, and a provider that could not be reached.
    private static bool IsWorthIt(UpstreamRefusal refusal) =>
        refusal.Kind == UpstreamRefusalKind.Unreachable
        || (refusal.Kind == UpstreamRefusalKind.Refused && refusal.Status is 408 or 409 or 429 or >= 500);
}
