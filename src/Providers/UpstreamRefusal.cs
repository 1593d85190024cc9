namespace Realtime.Providers;

/// <summary>Why a provider could not be connected to.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Message">What happened, without host, path or credential: it may be logged and shown to a client.</param>
/// <param name="Status">The HTTP status with which the provider refused, if it answered.</param>
/// <param name="Code">The provider's error code, if it gave one that is safe to show.</param>
/// <param name="RetryAfter">When the provider wants to be asked again, if it said so.</param>
public sealed record UpstreamRefusal(
    UpstreamRefusalKind Kind,
    string Message,
    int? Status = null,
    string? Code = null,
    TimeSpan? RetryAfter = null);
