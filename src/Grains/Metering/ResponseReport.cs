using System.Text.Json;
using Realtime.Configuration.Prices;

namespace Realtime.Grains.Metering;

/// <summary>What a <c>response.done</c> says.</summary>
/// <param name="Id">The response's id.</param>
/// <param name="Status">How it ended, as <c>completed</c>.</param>
/// <param name="Usage">What it used; null when it does not say.</param>
/// <param name="RawUsage">The same as the provider wrote it.</param>
/// <param name="Output">The items that came out, as JSON.</param>
internal sealed record ResponseReport(string Id, string Status, ModelUsage? Usage, string? RawUsage, string? Output)
{
    // As the gateway ends a response whose provider it has lost.
    private const string CutCode = "upstream_lost";

    /// <summary>Gets a value indicating whether the response was cut off before its provider told what it used.</summary>
    public bool IsCut { get; init; }

    /// <summary>Gets the error that let it fail, as the ledger's metadata; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Gets a value indicating whether what it used can only be estimated; a response that its provider let fail costs nothing.</summary>
    public bool NeedsEstimate => Usage is null && (IsCut || Status != "failed");

    /// <summary>Reads the event.</summary>
    /// <param name="utf8">The event.</param>
    /// <returns>What it says; null when it is none.</returns>
    public static ResponseReport? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (!document.RootElement.TryGetProperty("response", out var response) || response.ValueKind != JsonValueKind.Object
                || MeterJson.Text(response, "id") is not { } id)
            {
                return null;
            }

            var error = Object(response, "status_details") is { } details ? Object(details, "error") : null;

            // xAI puts it beside the response.
            var usage = Object(response, "usage") ?? Object(document.RootElement, "usage");
            return new ResponseReport(
                id,
                MeterJson.Text(response, "status") ?? "completed",
                usage is { } given ? UsageReader.Read(given) : null,
                usage?.GetRawText(),
                response.TryGetProperty("output", out var output) && output.ValueKind == JsonValueKind.Array ? output.GetRawText() : null)
            {
                IsCut = error is { } cut && MeterJson.Text(cut, "code") == CutCode,
                Error = error is { } failure ? ErrorFacts.Json(MeterJson.Text(failure, "code") ?? MeterJson.Text(failure, "type"), MeterJson.Text(failure, "message")) : null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Object(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any() ? value : null;
}
