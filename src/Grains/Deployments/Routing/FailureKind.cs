using Realtime.Providers;

namespace Realtime.Grains.Deployments.Routing;

/// <summary>LiteLLM's kinds of errors, by which its policies count attempts and failures.</summary>
internal static class FailureKind
{
    /// <summary>A time-out.</summary>
    public const string Timeout = "TimeoutError";

    /// <summary>A credential that the provider does not take, or that cannot be had.</summary>
    public const string Authentication = "AuthenticationError";

    /// <summary>Too many requests.</summary>
    public const string RateLimit = "RateLimitError";

    /// <summary>A request that the provider does not understand.</summary>
    public const string BadRequest = "BadRequestError";

    /// <summary>Everything else: the provider failed or could not be reached.</summary>
    public const string InternalServer = "InternalServerError";

    /// <summary>Gets the kind of a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <returns>The stem of the policies' keys.</returns>
    public static string Of(UpstreamRefusal refusal) => refusal switch
    {
        { Kind: UpstreamRefusalKind.Timeout } or { Status: 408 or 504 } => Timeout,
        { Kind: UpstreamRefusalKind.NoCredential } or { Status: 401 or 403 } or { Code: "invalid_api_key" } => Authentication,
        { Status: 429 } or { Code: "rate_limit_exceeded" or "insufficient_quota" } => RateLimit,
        { Status: >= 400 and < 500 } => BadRequest,
        _ => InternalServer,
    };
}
