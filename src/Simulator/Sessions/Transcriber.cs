using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Responses;

namespace Realtime.Simulator.Sessions;

/// <summary>Tells the client what its audio said, where it asked for that.</summary>
internal sealed class Transcriber(SessionContext session)
{
    // Only this model is billed by time and writes its text at once.
    private const string WhisperModel = "whisper-1";

    /// <summary>What is written for speech that cannot be read.</summary>
    public static string Describe(ConversationItem item) => string.Create(CultureInfo.InvariantCulture, $"Speech of {item.SpokenMs / 1000:0.0} seconds.");

    public void Transcribe(ConversationItem item)
    {
        if (session.Settings.TranscriptionModel is { } model && item.Content is [{ Kind: ContentKind.InputAudio } part])
        {
            session.Start(() => TranscribeAsync(item, part, model));
        }
    }

    private async Task TranscribeAsync(ConversationItem item, ContentPart part, string model)
    {
        var text = item.Heard ?? Describe(item);
        if (session.Fault.FailsTranscription)
        {
            Fail(item);
            return;
        }

        foreach (var piece in model == WhisperModel ? [text] : SpokenScore.Words(text))
        {
            await Task.Delay(session.Options.WordDelay, session.Options.Time, session.Ended);
            lock (session.Gate)
            {
                session.Output.Send(Event(item, "delta", ("delta", piece)));
            }
        }

        lock (session.Gate)
        {
            part.Transcript = text;
            session.Output.Send(Event(item, "completed", ("transcript", text), ("usage", Usage(part, text, model))));
        }
    }

    private static JsonObject Usage(ContentPart part, string text, string model)
    {
        if (model == WhisperModel)
        {
            return new() { ["type"] = "duration", ["seconds"] = Math.Round(part.Audio.DurationMs / 1000, 2) };
        }

        var audio = TokenCount.OfUserAudio(part.Audio.DurationMs);
        var output = TokenCount.OfText(text);
        return new()
        {
            ["type"] = "tokens",
            ["total_tokens"] = audio + output,
            ["input_tokens"] = audio,
            ["input_token_details"] = new JsonObject { ["text_tokens"] = 0, ["audio_tokens"] = audio },
            ["output_tokens"] = output,
        };
    }

    private void Fail(ConversationItem item)
    {
        lock (session.Gate)
        {
            session.Output.Send(new()
            {
                ["type"] = "conversation.item.input_audio_transcription.failed",
                ["item_id"] = item.Id,
                ["content_index"] = 0,
                ["error"] = new JsonObject { ["type"] = "server_error", ["code"] = "transcription_failed", ["message"] = "The audio could not be transcribed." },
            });
        }
    }

    private JsonObject Event(ConversationItem item, string suffix, params (string Name, JsonNode Value)[] members)
    {
        var result = new JsonObject { ["type"] = "conversation.item.input_audio_transcription." + suffix, ["item_id"] = item.Id, ["content_index"] = 0 };
        foreach (var (name, value) in members)
        {
            result[name] = value;
        }

        if (session.Settings.WantsLogProbabilities && members[0].Value.ToString() is { } text)
        {
            result["logprobs"] = new JsonArray(new JsonObject
            {
                ["token"] = text,
                ["logprob"] = -0.05,
                ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(text).Select(value => (JsonNode)(int)value)]),
            });
        }

        return result;
    }
}
