using Realtime.Grains.Interfaces.Sessions;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>What a client is told when no deployment took its session: what kind of failure, never whose host or key.</summary>
internal static class UpstreamRefusals
{
    /// <summary>Maps the refusals of all deployments that were tried.</summary>
    /// <param name="refusals">The refusals, in the order in which they came.</param>
    /// <returns>502 when any provider refused or could not be reached, 504 when all were too slow, 503 when there was none to ask.</returns>
    public static SessionRefusal ForClient(IReadOnlyList<UpstreamRefusal> refusals)
    {
        if (refusals.Count == 0)
        {
            return new SessionRefusal(
                503, "server_error", "no_deployment_available", "No deployment of this model can take a session now. Try again later.",
                RetryAfter: TimeSpan.FromSeconds(5));
        }

        var retryAfter = refusals.Max(refusal => refusal.RetryAfter);
        var reasons = string.Join(' ', refusals.Select(refusal => refusal.Message).Distinct(StringComparer.Ordinal));
        if (refusals.All(refusal => refusal.Kind == UpstreamRefusalKind.Timeout))
        {
            return new SessionRefusal(504, "server_error", "upstream_timeout", reasons, RetryAfter: retryAfter);
        }

        var code = refusals.Any(refusal => refusal.Kind == UpstreamRefusalKind.Refused) ? "upstream_refused" : "upstream_unreachable";
        return new SessionRefusal(502, "server_error", code, reasons, RetryAfter: retryAfter);
    }
}
