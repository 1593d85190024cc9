namespace Realtime.Providers.Gemini;

/// <summary>
/// Tells the end of a connection as <c>type.code</c>, OpenAI's form of a close reason. The service has no messages for errors: the reason's text
/// tells more than the close code.
/// </summary>
internal static class LiveEnds
{
    /// <summary>The reason of an end for want of quota.</summary>
    public const string RateLimited = "rate_limit_error.rate_limit_exceeded";

    private static readonly (string[] Words, int Code, string Reason)[] Known =
    [
        (["api key", "api_key", "unauthenticated", "invalid authentication", "access token"], 3000, "invalid_request_error.invalid_api_key"),
        (["quota", "resource_exhausted", "resource exhausted", "billing", "rate limit", "too many"], 1011, RateLimited),
        (["is not found", "was not found", "not supported for bidigeneratecontent", "publisher model"], 4000, "invalid_request_error.model_not_found"),
        (["permission", "not have access", "iam_"], 4000, "invalid_request_error.permission_denied"),
    ];

    /// <summary>Tells whether the service does not take the deployment as it is configured: its key, its model, its project.</summary>
    /// <param name="end">The end, mapped.</param>
    /// <returns>Whether.</returns>
    public static bool IsRefusal(UpstreamEnd end) => end.Reason is "invalid_request_error.invalid_api_key"
        or "invalid_request_error.model_not_found" or "invalid_request_error.permission_denied";

    /// <summary>Maps an end.</summary>
    /// <param name="end">How the WebSocket ended.</param>
    /// <returns>The end for the session.</returns>
    public static UpstreamEnd Map(UpstreamEnd end)
    {
        if (end.Kind != UpstreamEndKind.Closed)
        {
            return end;
        }

        foreach (var (words, code, reason) in Known)
        {
            if (words.Any(word => end.Reason.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                return end with { Code = code, Reason = reason };
            }
        }

        // What is left says what the gateway did wrong or what happened within the service, nothing that a client could use.
        return end.Code switch
        {
            1007 => end with { Code = 1011, Reason = "invalid_request_error.invalid_argument" },
            1008 => end with { Code = 1011, Reason = "server_error.refused_by_provider" },
            1011 => end with { Reason = "server_error.provider_error" },
            _ => end,
        };
    }
}
