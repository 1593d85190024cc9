namespace Realtime.Simulator.Faults;

/// <summary>What goes wrong on one connection. Members that are null (or false) do nothing; several can be set together.</summary>
/// <remarks>The written form, used by header, query and control call, is <c>NAME[=ARG][,NAME[=ARG]...]</c>; see <see cref="TryParse"/>.</remarks>
public sealed record FaultPlan
{
    /// <summary>Gets the plan in which nothing goes wrong.</summary>
    public static FaultPlan None { get; } = new();

    /// <summary>Gets the HTTP status that answers the handshake instead of 101 (<c>refuse=STATUS[:RETRY_AFTER]</c>), 400 to 599.</summary>
    public int? RefuseStatus { get; init; }

    /// <summary>Gets the seconds in the refusal's <c>Retry-After</c> header.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Gets the close code that follows an <c>error</c> event, which is sent first of all (<c>error-then-close[=CODE]</c>, 1011 without).</summary>
    public int? ErrorThenClose { get; init; }

    /// <summary>Gets a value indicating whether the connection is accepted and nothing is ever sent (<c>silent</c>).</summary>
    public bool IsSilent { get; init; }

    /// <summary>Gets the number of events after which the connection is reset at the TCP level (<c>reset-after=N</c>).</summary>
    public int? ResetAfter { get; init; }

    /// <summary>Gets the number of events after which nothing is sent or read any more, the connection staying open (<c>stall-after=N</c>).</summary>
    public int? StallAfter { get; init; }

    /// <summary>Gets the pause before each event, in milliseconds (<c>slow=MS</c>).</summary>
    public int? SlowMs { get; init; }

    /// <summary>Gets the least size in bytes of a valid event that follows the first one (<c>oversized=BYTES</c>).</summary>
    public int? OversizedBytes { get; init; }

    /// <summary>Gets the number of events after which a close frame is sent (<c>close-after=N:CODE[:REASON]</c>).</summary>
    public int? CloseAfter { get; init; }

    /// <summary>Gets the code of that close frame.</summary>
    public int CloseCode { get; init; } = 1011;

    /// <summary>Gets the reason in that close frame, at most 123 bytes of UTF-8.</summary>
    public string CloseReason { get; init; } = "";

    /// <summary>Gets the delay of the handshake's answer in milliseconds (<c>connect-delay=MS</c>).</summary>
    public int? ConnectDelayMs { get; init; }

    /// <summary>Gets the delay of the first event in milliseconds (<c>first-event-delay=MS</c>).</summary>
    public int? FirstEventDelayMs { get; init; }

    /// <summary>Gets the number of events after which the TCP connection ends without a close frame (<c>drop-without-close[=N]</c>, 1 without).</summary>
    public int? DropAfter { get; init; }

    /// <summary>Gets a value indicating whether every input transcription fails (<c>fail-transcription</c>).</summary>
    public bool FailsTranscription { get; init; }

    /// <summary>Gets the error code with which every response fails (<c>fail-response[=CODE]</c>, <c>server_error</c> without).</summary>
    public string? FailResponse { get; init; }

    /// <summary>Gets the exception that ends a stream of Bedrock at once (<c>exception=NAME</c>, as in <c>exception=throttlingException</c>).</summary>
    public string? Exception { get; init; }

    /// <summary>Reads the written form.</summary>
    /// <param name="text">As in <c>slow=50,reset-after=12</c>.</param>
    /// <param name="plan">The plan; <see cref="None"/> when it could not be read.</param>
    /// <returns>Whether every name was known and every argument in range.</returns>
    public static bool TryParse(string? text, out FaultPlan plan) => FaultText.TryParse(text, out plan);
}
