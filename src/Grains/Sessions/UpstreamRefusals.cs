using Realtime.Grains.Deployments;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>What a client is told when no deployment took its session: what kind of failure, never whose host or key.</summary>
internal static class UpstreamRefusals
{
    private static readonly TimeSpan _tryAgain = TimeSpan.FromSeconds(5);

    /// <summary>Makes the refusal of a request whose tags fit no deployment: LiteLLM's status and words.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The refusal.</returns>
    public static SessionRefusal WrongTags(SessionOpenRequest request) => new(
        401,
        "invalid_request_error",
        "tags_not_allowed",
        $"Not allowed to access model due to tags configuration. Passed model={request.Model} and tags=[{string.Join(", ", request.Tags)}]");

    /// <summary>Maps the refusals of all deployments that were tried.</summary>
    /// <param name="refusals">The refusals, in the order in which they came.</param>
    /// <param name="denials">The deployments that were not asked, since they rest or are at a limit.</param>
    /// <returns>502 when any provider refused or could not be reached, 504 when all were too slow, 503 when there was none to ask.</returns>
    public static SessionRefusal ForClient(IReadOnlyList<UpstreamRefusal> refusals, IReadOnlyList<LeaseDenied> denials)
    {
        if (refusals.Count == 0)
        {
            return new SessionRefusal(
                503, "server_error", "no_deployment_available", "No deployment of this model can take a session now. Try again later.",
                RetryAfter: denials.Min(denied => denied.Answer.RetryAfter) ?? _tryAgain);
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
