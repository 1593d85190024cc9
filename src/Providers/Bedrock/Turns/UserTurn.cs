using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Bedrock.Items;

namespace Realtime.Providers.Bedrock.Turns;

/// <summary>
/// The user's spoken turn: it begins with the first loud sound, at the latest with the first words that Nova tells, and is over when the answer
/// begins.
/// </summary>
internal sealed class UserTurn(NovaContext context)
{
    private readonly List<string> _phrases = [];

    /// <summary>Tells that the user speaks. Nothing happens if the client was told already, or ended the turn itself.</summary>
    /// <param name="sinceMs">Since when, on the clock of the client's audio; null where that was not heard.</param>
    public void Start(double? sinceMs = null)
    {
        var carry = context.Carry;
        if (carry.SpeakingItem is not null || carry.Untranscribed.Count > 0)
        {
            return;
        }

        carry.SpeakingItem = context.Output.NewId("item");
        carry.SpeakingSinceMs = sinceMs ?? (carry.Recent.HasSpeech ? Math.Min(carry.OnsetMs, carry.AudioMs) : carry.AudioMs);
        context.Output.ToClient(RealtimeEventType.InputAudioBufferSpeechStarted, new JsonObject
        {
            ["audio_start_ms"] = (int)carry.SpeakingSinceMs,
            ["item_id"] = carry.SpeakingItem,
        });
    }

    /// <summary>Takes a phrase. It is held until the turn's item exists.</summary>
    /// <param name="text">The phrase.</param>
    public void Hear(string text)
    {
        // A text that was sent to be answered may come back as if it were spoken.
        if (context.Asked.Contains(text.Trim()))
        {
            return;
        }

        Start();
        if (text.Length > 0)
        {
            _phrases.Add(_phrases.Count > 0 && !char.IsWhiteSpace(text[0]) ? " " + text : text);
        }
    }

    /// <summary>Takes a turn back of which the service has heard no word: it was a noise.</summary>
    /// <param name="item">The turn's item.</param>
    public void Dismiss(string item)
    {
        if (context.Carry.SpeakingItem == item && _phrases.Count == 0)
        {
            context.Carry.SpeakingItem = null;
            Stop(item);
            context.Output.ToClient(RealtimeEventType.InputAudioBufferCleared);
        }
    }

    /// <summary>Ends the turn: its answer begins.</summary>
    public void Finish()
    {
        var carry = context.Carry;
        var seconds = Math.Max(0, EndMs - carry.SpeakingSinceMs) / 1000;
        string[] phrases = [.. _phrases];
        if (carry.SpeakingItem is { } spoken)
        {
            carry.SpeakingItem = null;
            _phrases.Clear();
            Commit(spoken, string.Concat(phrases));
            Transcribe(spoken, phrases, seconds);
        }
        else if (carry.Untranscribed.Count > 0 && phrases.Length > 0)
        {
            _phrases.Clear();
            while (carry.Untranscribed.TryDequeue(out var item))
            {
                // Several commits before one answer are one turn to the model, whose words then belong to the last.
                Transcribe(item, carry.Untranscribed.Count == 0 ? phrases : [], seconds);
            }
        }
    }

    // What came after the last loud sound is silence; where no sound was loud, all of it may have been speech.
    private double EndMs => context.Carry.HeardUntilMs > context.Carry.SpeakingSinceMs ? context.Carry.HeardUntilMs : context.Carry.AudioMs;

    private void Stop(string id) => context.Output.ToClient(
        RealtimeEventType.InputAudioBufferSpeechStopped, new JsonObject { ["audio_end_ms"] = (int)EndMs, ["item_id"] = id });

    private void Commit(string id, string words)
    {
        Stop(id);

        // A client that wants no transcripts gets no events of them; the words stand in the item, so that the history keeps them.
        var item = NovaItem.OfSpeech(id, context.Session.Transcribes ? "" : words);
        SpokenItem.Announce(context, item);
    }

    private void Transcribe(string id, string[] phrases, double seconds)
    {
        if (context.Items.Find(id) is { } item)
        {
            item.Body["content"]![0]!["transcript"] = string.Concat(phrases);
        }

        if (!context.Session.Transcribes)
        {
            return;
        }

        foreach (var phrase in phrases)
        {
            var delta = new JsonObject { ["item_id"] = id, ["content_index"] = 0, ["delta"] = phrase };
            context.Output.ToClient(RealtimeEventType.ConversationItemInputAudioTranscriptionDelta, delta);
        }

        context.Output.ToClient(RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted, new JsonObject
        {
            ["item_id"] = id,
            ["content_index"] = 0,
            ["transcript"] = string.Concat(phrases),

            // Whole ones: OpenAI's client of .NET ends its reading at a fraction. Nothing is charged by them.
            ["usage"] = new JsonObject { ["type"] = "duration", ["seconds"] = (int)Math.Ceiling(seconds) },
        });
    }
}
