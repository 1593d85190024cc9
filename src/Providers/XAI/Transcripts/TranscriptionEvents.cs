using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Audio;
using Realtime.Providers.XAI.Items;
using Realtime.Providers.XAI.Json;

namespace Realtime.Providers.XAI.Transcripts;

/// <summary>
/// Turns xAI's transcription, which repeats the whole text and may say more than once that it is complete, into deltas and one
/// <c>completed</c> an item.
/// </summary>
/// <remarks>
/// A text that continues what the client has becomes a delta; a corrected one is told with the <c>completed</c>. A <c>completed</c> of
/// status <c>in_progress</c> is held for a better one and goes out at the latest before the next response or the speech of another item;
/// what comes for the item after that is dropped.
/// </remarks>
internal sealed class TranscriptionEvents(EventOutput output, ItemCopies items, InputAudioClock clock)
{
    private const int Most = 64;

    private readonly List<UserTranscript> _transcripts = [];

    /// <summary>Notes how long the audio of an item is.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="length">The length.</param>
    public void SetLength(string itemId, TimeSpan length) => Of(itemId).Length = length;

    /// <summary>Gives the text that the client was told for an item.</summary>
    /// <param name="itemId">The item.</param>
    /// <returns>The text; <see langword="null"/> if it was told none.</returns>
    public string? FinalOf(string itemId) => _transcripts.Find(transcript => transcript.ItemId == itemId)?.Final;

    /// <summary>Handles <c>conversation.item.input_audio_transcription.updated</c>.</summary>
    /// <param name="draft">The event, with its item's id.</param>
    public void Updated(EventDraft draft)
    {
        if (draft.Body.Id("item_id") is { } itemId && draft.Body.Text("transcript") is { } text)
        {
            SendDelta(Of(itemId), text, draft.Body["content_index"]);
        }
    }

    /// <summary>Handles <c>conversation.item.input_audio_transcription.completed</c>.</summary>
    /// <param name="draft">The event, with its item's id.</param>
    public void Completed(EventDraft draft)
    {
        if (draft.Body.Id("item_id") is not { } itemId)
        {
            output.ToClient(draft);
            return;
        }

        var transcript = Of(itemId);
        if (draft.Body.Text("status") == "in_progress")
        {
            SendDelta(transcript, draft.Body.Text("transcript") ?? "", draft.Body["content_index"]);
            transcript.Held = draft;
        }
        else
        {
            Send(transcript, draft);
        }
    }

    /// <summary>Sends what is held.</summary>
    /// <param name="exceptItemId">The item that is still being spoken, or <see langword="null"/>.</param>
    public void Flush(string? exceptItemId = null)
    {
        foreach (var transcript in _transcripts)
        {
            if (transcript.Held is { } held && transcript.ItemId != exceptItemId)
            {
                Send(transcript, held);
            }
        }
    }

    private void SendDelta(UserTranscript transcript, string text, JsonNode? contentIndex)
    {
        if (transcript.Final is not null || text.Length <= transcript.Sent.Length || !text.StartsWith(transcript.Sent, StringComparison.Ordinal))
        {
            return;
        }

        var delta = output.New(RealtimeEventType.ConversationItemInputAudioTranscriptionDelta);
        delta.Set("item_id", transcript.ItemId);
        delta.Set("content_index", contentIndex?.DeepClone() ?? 0);
        delta.Set("delta", text[transcript.Sent.Length..]);
        transcript.Sent = text;
        output.ToClient(delta);
    }

    private void Send(UserTranscript transcript, EventDraft draft)
    {
        transcript.Held = null;
        if (transcript.Final is not null)
        {
            return;
        }

        draft.Fill("content_index", 0);
        draft.Fill("transcript", transcript.Sent);
        draft.Remove("status");
        if (draft.Body.Child("usage")?.Text("type") is null)
        {
            var length = transcript.Length ?? clock.Uncommitted;

            // Whole ones: OpenAI's client of .NET ends its reading at a fraction. Nothing is charged by them.
            draft.Set("usage", new JsonObject { ["type"] = "duration", ["seconds"] = (int)Math.Ceiling(length.TotalSeconds) });
        }

        transcript.Final = draft.Body.Text("transcript") ?? "";
        if (items.Find(transcript.ItemId) is { } copy)
        {
            ItemCopies.SetPart(copy, draft.Body.Int("content_index") ?? 0, "input_audio", "transcript", transcript.Final);
        }

        output.ToClient(draft);
    }

    private UserTranscript Of(string itemId)
    {
        if (_transcripts.Find(transcript => transcript.ItemId == itemId) is { } known)
        {
            return known;
        }

        if (_transcripts.Count == Most)
        {
            if (_transcripts[0].Held is { } held)
            {
                Send(_transcripts[0], held);
            }

            _transcripts.RemoveAt(0);
        }

        var added = new UserTranscript(itemId);
        _transcripts.Add(added);
        return added;
    }
}
