namespace Realtime.Providers.Bedrock.Failures;

/// <summary>Reads the service's failures. The table stands in <c>docs/providers/bedrock.md</c>.</summary>
internal static class FailureMap
{
    // Transient ones that the service reports as the caller's fault.
    private static readonly string[] Disguised =
    [
        "System instability detected", "RST_STREAM closed stream", "InternalErrorCode", "Chat history should be sent completely",
    ];

    /// <summary>Says what a failure asks for.</summary>
    /// <param name="type">Its name with a small first letter.</param>
    /// <param name="message">Its message.</param>
    /// <returns>What.</returns>
    public static FailureKind Kind(string type, string message) => type switch
    {
        "modelTimeoutException" => FailureKind.TimedOut,
        "throttlingException" or "serviceQuotaExceededException" or "tooManyRequestsException" => FailureKind.Throttled,
        "validationException" => Array.Exists(Disguised, known => message.Contains(known, StringComparison.Ordinal))
            ? FailureKind.Transient
            : FailureKind.Invalid,
        "accessDeniedException" or "unrecognizedClientException" or "invalidSignatureException" or "resourceNotFoundException"
            or "incompleteSignatureException" or "missingAuthenticationTokenException" => FailureKind.Refused,
        _ => FailureKind.Transient,
    };
}
