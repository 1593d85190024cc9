namespace Realtime.Protocol.Conversations;

/// <summary>Why a response ends before its time, as its <c>response.done</c> tells it.</summary>
public sealed record ResponseCut
{
    private ResponseCut()
    {
    }

    /// <summary>Gets the status: <c>failed</c>, <c>incomplete</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Gets the reason of an incomplete or cancelled response.</summary>
    public string? Reason { get; private init; }

    /// <summary>Gets the type of a failed response's error.</summary>
    public string? ErrorType { get; private init; }

    /// <summary>Gets the code of a failed response's error.</summary>
    public string? ErrorCode { get; private init; }

    /// <summary>Gets the message of a failed response's error, for people.</summary>
    public string? ErrorMessage { get; private init; }

    /// <summary>A response that failed, for instance because its upstream was lost.</summary>
    /// <param name="type">The kind of error, as in <c>server_error</c>.</param>
    /// <param name="code">The error's code; <see langword="null"/> if it has none.</param>
    /// <param name="message">What went wrong. Must name no host, path or credential of an upstream.</param>
    /// <returns>The reason.</returns>
    public static ResponseCut Failed(string type, string? code, string message) =>
        new() { Status = "failed", ErrorType = type, ErrorCode = code, ErrorMessage = message };

    /// <summary>A response that stays as far as it came.</summary>
    /// <param name="reason">The protocol knows <c>max_output_tokens</c> and <c>content_filter</c>.</param>
    /// <returns>The reason.</returns>
    public static ResponseCut Incomplete(string reason) => new() { Status = "incomplete", Reason = reason };

    /// <summary>A response that somebody stopped.</summary>
    /// <param name="reason">The protocol knows <c>turn_detected</c> and <c>client_cancelled</c>.</param>
    /// <returns>The reason.</returns>
    public static ResponseCut Cancelled(string reason) => new() { Status = "cancelled", Reason = reason };
}
