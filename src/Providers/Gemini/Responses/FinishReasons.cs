using System.Text.Json.Nodes;

namespace Realtime.Providers.Gemini.Responses;

/// <summary>Reads <c>turnCompleteReason</c>.</summary>
internal static class FinishReasons
{
    private static readonly string[] Filters = ["SAFETY", "PROHIBITED", "BLOCK", "REJECTED", "SPII", "RECITATION", "FILTER"];

    /// <summary>Maps.</summary>
    /// <param name="reason">The reason; null when the service gave none.</param>
    /// <returns>The response's status and its details; null for a turn that ended well.</returns>
    public static (string Status, JsonObject? Details)? Map(string? reason)
    {
        switch (reason)
        {
            case null or "" or "TURN_COMPLETE_REASON_UNSPECIFIED" or "STOP" or "NEED_MORE_INPUT":
                return null;
            case "MAX_TOKENS" or "MAX_OUTPUT_TOKENS":
                return ("incomplete", Details("incomplete", "max_output_tokens"));
            case var filtered when Filters.Any(word => filtered.Contains(word, StringComparison.Ordinal)):
                return ("incomplete", Details("incomplete", "content_filter"));
            case "MALFORMED_FUNCTION_CALL":
                return ("failed", Failed("malformed_function_call", "The model called a function wrongly."));
            default:
                return ("failed", Failed("server_error", "The model broke off its answer."));
        }
    }

    /// <summary>Makes the details of a response that ended early.</summary>
    /// <param name="type">The status.</param>
    /// <param name="reason">The reason.</param>
    /// <returns>The <c>status_details</c>.</returns>
    public static JsonObject Details(string type, string reason) => new() { ["type"] = type, ["reason"] = reason };

    /// <summary>Makes the details of a response that failed.</summary>
    /// <param name="code">The error's code.</param>
    /// <param name="message">What happened, for people.</param>
    /// <returns>The <c>status_details</c>.</returns>
    public static JsonObject Failed(string code, string message) => new()
    {
        ["type"] = "failed",
        ["error"] = new JsonObject { ["type"] = code == "rate_limit_exceeded" ? "rate_limit_error" : "server_error", ["code"] = code, ["message"] = message },
    };
}
