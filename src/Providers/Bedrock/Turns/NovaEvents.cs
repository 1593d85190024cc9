using System.Text;
using System.Text.Json;
using Realtime.Providers.Bedrock.Failures;

namespace Realtime.Providers.Bedrock.Turns;

/// <summary>Takes in the service's events. The table of what becomes of them stands in <c>docs/providers/bedrock.md</c>.</summary>
internal sealed class NovaEvents(NovaContext context, UserTurn user, Answer answer, FailureHandler failures)
{
    private readonly Dictionary<string, NovaBlock> _blocks = new(StringComparer.Ordinal);

    /// <summary>Takes in a message: an event, or a failure.</summary>
    /// <param name="json">The message.</param>
    public void Take(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith("{\"event\":{\"audioOutput\""u8))
        {
            Play(json.Span);
            return;
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            // Nothing in it can be acted on, and the stream itself is whole.
            return;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            if (document.RootElement.TryGetProperty("exception", out var exception))
            {
                failures.Take(Text(exception, "type") ?? "", Text(exception, "message") ?? "");
            }
            else if (document.RootElement.TryGetProperty("event", out var outer) && outer.ValueKind == JsonValueKind.Object)
            {
                foreach (var entry in outer.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.Object))
                {
                    Take(entry.Name, entry.Value, json.Span);
                }
            }
        }
    }

    private static string? Text(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static NovaBlockKind KindOf(JsonElement start) => (Text(start, "type"), Text(start, "role")) switch
    {
        ("TEXT", "USER") => NovaBlockKind.User,
        ("TEXT", "ASSISTANT") => Text(start, "additionalModelFields")?.Contains("FINAL", StringComparison.Ordinal) == true
            ? NovaBlockKind.Said
            : NovaBlockKind.Planned,
        ("AUDIO", _) => NovaBlockKind.Speech,
        ("TOOL", _) => NovaBlockKind.Call,
        _ => NovaBlockKind.Other,
    };

    // The service tells an interruption within text, which must never be shown.
    private static bool IsInterruption(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.TryGetProperty("interrupted", out var interrupted) && interrupted.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Take(string name, JsonElement fields, ReadOnlySpan<byte> json)
    {
        switch (name)
        {
            case "contentStart":
                Start(fields);
                break;
            case "textOutput":
                TakeText(fields);
                break;
            case "audioOutput":
                Play(json);
                break;
            case "toolUse":
                Call(fields);
                break;
            case "contentEnd":
                End(fields);
                break;
            case "usageEvent":
                answer.Usage.Add(fields);
                answer.Counted();
                break;
            case "completionEnd":
                answer.Complete(Text(fields, "stopReason"));
                break;
            case "userSpeechStart":
                answer.UserSpeaks();
                user.Start();
                break;
        }
    }

    private void Start(JsonElement fields)
    {
        var kind = KindOf(fields);
        _blocks[Text(fields, "contentId") ?? ""] = new NovaBlock(kind, answer.Response, answer.LastMessage);
        switch (kind)
        {
            case NovaBlockKind.User:
                answer.UserSpeaks();
                break;
            case NovaBlockKind.Speech:
                answer.Open();
                break;
        }
    }

    private void TakeText(JsonElement fields)
    {
        var text = Text(fields, "content") ?? "";
        var block = Block(fields) ?? new NovaBlock(Text(fields, "role") == "USER" ? NovaBlockKind.User : NovaBlockKind.Planned, answer.Response, null);
        if (IsInterruption(text))
        {
            answer.Interrupt(block.Response);
            return;
        }

        switch (block.Kind)
        {
            case NovaBlockKind.User:
                user.Hear(text);
                break;
            case NovaBlockKind.Planned:
                answer.Say(text);
                break;
            case NovaBlockKind.Said when answer.Response is { IsWordless: true } response:
                // Nothing was planned aloud, so this is the first that is known of it.
                response.Say(text);
                Remember(block, text);
                break;
            case NovaBlockKind.Said:
                Remember(block, text);
                break;
        }
    }

    private void Remember(NovaBlock block, string text)
    {
        if (block.Message is { } message)
        {
            context.Carry.Spoken[message.Id] = context.Carry.Spoken.TryGetValue(message.Id, out var said) ? said + " " + text : text;
        }
    }

    private void Call(JsonElement fields)
    {
        if (Text(fields, "toolUseId") is { Length: > 0 } id && Text(fields, "toolName") is { Length: > 0 } name)
        {
            answer.Call(id, name, CallArguments.Peel(fields));
        }
    }

    private void End(JsonElement fields)
    {
        var block = Block(fields);
        _blocks.Remove(Text(fields, "contentId") ?? "");
        var reason = Text(fields, "stopReason");
        if (reason == "INTERRUPTED")
        {
            answer.Interrupt(block?.Response);
            return;
        }

        switch (block?.Kind)
        {
            case NovaBlockKind.Speech when reason == "END_TURN":
                answer.EndMessage();
                break;
            case NovaBlockKind.Call:
                answer.EndCall();
                break;
        }
    }

    private NovaBlock? Block(JsonElement fields) => Text(fields, "contentId") is { } id ? _blocks.GetValueOrDefault(id) : null;

    // The only event of which there are many is not made into a tree.
    private void Play(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("content"u8) && reader.Read()
                    && reader.TokenType == JsonTokenType.String)
                {
                    answer.Play(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan);
                    return;
                }
            }
        }
        catch (JsonException)
        {
            // A sound that cannot be read is a gap; the stream itself is whole.
        }
    }
}
