using System.Text.Json;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>What an <c>error</c> in answer to a replay says.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Message">Its message, not redacted.</param>
/// <param name="Param">The field at fault.</param>
/// <param name="EventId">The event that it answers.</param>
internal readonly record struct ReplayError(string? Code, string? Message, string? Param, string? EventId)
{
    /// <summary>Reads an event.</summary>
    /// <param name="utf8">The event.</param>
    /// <returns>What it says; nulls for what is not there.</returns>
    public static ReplayError Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? new ReplayError(Text(error, "code"), Text(error, "message"), Text(error, "param"), Text(error, "event_id"))
                : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
