using System.Text;
using System.Text.Json;

namespace Realtime.Providers.Bedrock.Connection;

/// <summary>Knows what has been begun on a stream and not ended, so that it can be closed in good order whoever closes it.</summary>
internal sealed class OpenBlocks
{
    private readonly List<string> _contents = [];
    private string? _prompt;
    private bool _session;

    /// <summary>Takes note of an event that is sent.</summary>
    /// <param name="json">The event.</param>
    public void Note(ReadOnlySpan<byte> json)
    {
        // Nearly all events are audio and say nothing about this.
        if (json.StartsWith("{\"event\":{\"audioInput\""u8))
        {
            return;
        }

        using var document = JsonDocument.Parse(json.ToArray());
        if (!document.RootElement.TryGetProperty("event", out var outer) || outer.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var entry in outer.EnumerateObject())
        {
            Note(entry.Name, entry.Value);
        }
    }

    /// <summary>Makes the events that end what is open, and forgets it.</summary>
    /// <returns>The events in order.</returns>
    public IReadOnlyList<byte[]> Close()
    {
        var events = new List<byte[]>();
        if (_prompt is { } prompt)
        {
            events.AddRange(_contents.Select(content => Event("contentEnd", $$"""{"promptName":"{{prompt}}","contentName":"{{content}}"}""")));
            events.Add(Event("promptEnd", $$"""{"promptName":"{{prompt}}"}"""));
        }

        if (_session)
        {
            events.Add(Event("sessionEnd", "{}"));
        }

        (_prompt, _session) = (null, false);
        _contents.Clear();
        return events;
    }

    private static byte[] Event(string name, string fields) => Encoding.UTF8.GetBytes($$$"""{"event":{"{{{name}}}":{{{fields}}}}}""");

    private void Note(string name, JsonElement fields)
    {
        switch (name)
        {
            case "sessionStart":
                _session = true;
                break;
            case "sessionEnd":
                _session = false;
                break;
            case "promptStart":
                _prompt = fields.GetProperty("promptName").GetString();
                break;
            case "promptEnd":
                _prompt = null;
                break;
            case "contentStart":
                _contents.Add(fields.GetProperty("contentName").GetString()!);
                break;
            case "contentEnd":
                _contents.Remove(fields.GetProperty("contentName").GetString()!);
                break;
        }
    }
}
