using System.Text.Json.Nodes;

namespace Realtime.Grains.Metering;

/// <summary>What the ledger says of an error, under LiteLLM's names; <c>/spend/logs/v2</c> finds rows by it.</summary>
internal static class ErrorFacts
{
    private const int LongestMessage = 500;

    /// <summary>Writes an error.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="message">Its message.</param>
    /// <returns>The field <c>error_information</c>.</returns>
    public static JsonObject Of(string? code, string? message) => new()
    {
        ["error_code"] = code ?? "",
        ["error_message"] = message?.Length > LongestMessage ? message[..LongestMessage] : message ?? "",
    };

    /// <summary>Writes an error as the whole metadata of a row.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="message">Its message.</param>
    /// <returns>JSON.</returns>
    public static string Json(string? code, string? message) => new JsonObject { ["error_information"] = Of(code, message) }.ToJsonString();
}
