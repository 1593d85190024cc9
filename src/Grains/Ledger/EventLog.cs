using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Ledger;

/// <summary>The events of one session that are logged, as they passed; bounded, since a session may last for hours.</summary>
internal sealed class EventLog
{
    private const int MaxEvents = 1000;
    private const int MaxBytes = 512 * 1024;

    private readonly StringBuilder _json = new("[");
    private int _count;
    private bool _isFull;

    /// <summary>Gets the types that a configuration asks for. Audio itself is never logged.</summary>
    /// <param name="names">The names; <c>*</c> among them means all.</param>
    /// <param name="all">Whether all are asked for.</param>
    /// <returns>The types.</returns>
    public static EventTypeSet Types(IReadOnlyList<string> names, bool all)
    {
        var types = new List<RealtimeEventType>();
        foreach (var type in Enum.GetValues<RealtimeEventType>())
        {
            if (type is not (RealtimeEventType.Unknown or RealtimeEventType.InputAudioBufferAppend or RealtimeEventType.ResponseOutputAudioDelta
                    or RealtimeEventType.ResponseAudioDelta)
                && (all || names.Contains(Encoding.UTF8.GetString(type.ToUtf8Name()), StringComparer.Ordinal)))
            {
                types.Add(type);
            }
        }

        return EventTypeSet.Of([.. types]);
    }

    /// <summary>Takes the content out of logged events, so that only their types and ids are left.</summary>
    /// <param name="events">A JSON list; null for none.</param>
    /// <returns>The list.</returns>
    public static string? WithoutContent(string? events)
    {
        if (events is null || JsonNode.Parse(events) is not JsonArray list)
        {
            return null;
        }

        return new JsonArray([.. list.OfType<JsonObject>().Select(one => (JsonNode)new JsonObject
        {
            ["type"] = one["type"]?.DeepClone(),
            ["event_id"] = one["event_id"]?.DeepClone(),
        })]).ToJsonString();
    }

    /// <summary>Notes an event.</summary>
    /// <param name="utf8">The event.</param>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        if (_isFull || !IsObject(utf8))
        {
            return;
        }

        if (_count >= MaxEvents || _json.Length + utf8.Length > MaxBytes)
        {
            _isFull = true;
            _json.Append(_count > 0 ? "," : "").Append("{\"type\":\"log.truncated\"}");
            return;
        }

        _json.Append(_count++ > 0 ? "," : "").Append(Encoding.UTF8.GetString(utf8));
    }

    /// <summary>Gives all that was logged.</summary>
    /// <returns>A JSON list; null when there is nothing.</returns>
    public string? ToJson() => _count == 0 && !_isFull ? null : _json + "]";

    // What is logged is put together as text, so that nothing may come in that is not one whole object.
    private static bool IsObject(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
