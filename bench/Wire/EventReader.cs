using System.Text.Json;

namespace Realtime.Bench.Wire;

/// <summary>Finds out what an event is, and where its audio begins, at the cost of a few comparisons for the frequent ones.</summary>
public static class EventReader
{
    /// <summary>The event's type.</summary>
    public static EventKind KindOf(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("{\"type\":\"response.output_audio.delta\""u8))
        {
            return EventKind.Delta;
        }

        return json.StartsWith("{\"type\":\"input_audio_buffer.append\""u8) ? EventKind.Append : Parse(json);
    }

    /// <summary>The text of <c>delta</c> or <c>audio</c> and what follows it; empty when there is none.</summary>
    public static ReadOnlySpan<byte> AudioOf(ReadOnlySpan<byte> json, EventKind kind)
    {
        var marker = kind == EventKind.Delta ? "\"delta\":\""u8 : "\"audio\":\""u8;
        var at = json.IndexOf(marker);
        return at < 0 ? [] : json[(at + marker.Length)..];
    }

    private static EventKind Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var isType = reader.ValueTextEquals("type"u8);
                    reader.Read();
                    if (isType)
                    {
                        return Named(ref reader);
                    }

                    reader.TrySkip();
                }
            }
        }
        catch (JsonException)
        {
            // No JSON is an event of no kind; the caller counts it as such.
        }

        return EventKind.Other;
    }

    private static EventKind Named(ref Utf8JsonReader reader) => reader.GetString() switch
    {
        "session.created" => EventKind.SessionCreated,
        "session.update" => EventKind.SessionUpdate,
        "input_audio_buffer.append" => EventKind.Append,
        "response.create" => EventKind.ResponseCreate,
        "response.output_audio.delta" => EventKind.Delta,
        "response.done" => EventKind.ResponseDone,
        "error" => EventKind.Error,
        _ => EventKind.Other,
    };
}
