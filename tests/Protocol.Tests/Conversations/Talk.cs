using System.Text;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Tests.Conversations;

/// <summary>
/// Feeds a conversation event by event. If asked to, it puts the conversation through a snapshot after each of them, so that a sequence
/// shows that a takeover in its middle changes nothing.
/// </summary>
internal sealed class Talk(bool throughSnapshots = false, ConversationOptions? options = null)
{
    public Conversation State { get; private set; } = new(options);

    public CountingIds Ids { get; } = new();

    public static Talk Started(bool throughSnapshots = false, string turnDetection = Wire.ServerVad, ConversationOptions? options = null)
    {
        var talk = new Talk(throughSnapshots, options);
        talk.Server(Wire.Session("session.created", turnDetection));
        return talk;
    }

    /// <summary>A text response that has told some of its text.</summary>
    public static Talk WithRunningText(bool throughSnapshots = false)
    {
        var talk = Started(throughSnapshots, "null");
        talk.Client("""{"type":"conversation.item.create","event_id":"c1","item":{"id":"u1","type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]}}""");
        talk.Server(Wire.Item("added", "u1", "user", "completed", """{"type":"input_text","text":"Hello"}"""));
        talk.Server(Wire.Item("done", "u1", "user", "completed", """{"type":"input_text","text":"Hello"}""", "null"));
        talk.Client("""{"type":"response.create","event_id":"c2"}""");
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.Output("added", "r1", 0, Wire.Message("a1", "assistant", "in_progress")));
        talk.Server(Wire.Item("added", "a1", "assistant", "in_progress", "", "u1"));
        talk.Server(Wire.Content("response.content_part.added", "r1", "a1", "\"part\":{\"type\":\"text\",\"text\":\"\"}"));
        talk.Server(Wire.Content("response.output_text.delta", "r1", "a1", "\"delta\":\"Good \""));
        talk.Server(Wire.Content("response.output_text.delta", "r1", "a1", "\"delta\":\"mor\",\"obfuscation\":\"x\""));
        return talk;
    }

    /// <summary>An audio response that has told some of its transcript.</summary>
    public static Talk WithRunningAudio(bool throughSnapshots = false)
    {
        var talk = Started(throughSnapshots);
        talk.Speak("x1", null);
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.Output("added", "r1", 0, Wire.Message("a1", "assistant", "in_progress")));
        talk.Server(Wire.Item("added", "a1", "assistant", "in_progress", "", "x1"));
        talk.Server(Wire.Content("response.content_part.added", "r1", "a1", "\"part\":{\"type\":\"audio\",\"transcript\":\"\"}"));
        talk.Server(Wire.Content("response.output_audio_transcript.delta", "r1", "a1", "\"delta\":\"Good morning, how \""));
        talk.Server(Wire.Content("response.output_audio.delta", "r1", "a1", "\"delta\":\"AAAA\""));
        talk.Server(Wire.Content("response.output_audio_transcript.delta", "r1", "a1", "\"delta\":\"are\""));
        return talk;
    }

    /// <summary>One spoken turn of the user, as far as its item.</summary>
    public void Speak(string itemId, string? previousItemId)
    {
        var previous = previousItemId is null ? "null" : $"\"{previousItemId}\"";
        Server($$"""{"type":"input_audio_buffer.speech_started","event_id":"s","audio_start_ms":10,"item_id":"{{itemId}}"}""");
        Server($$"""{"type":"input_audio_buffer.speech_stopped","event_id":"s","audio_end_ms":900,"item_id":"{{itemId}}"}""");
        Server($$"""{"type":"input_audio_buffer.committed","event_id":"s","item_id":"{{itemId}}","previous_item_id":{{previous}}}""");
        Server(Wire.Item("added", itemId, "user", "completed", """{"type":"input_audio","transcript":null}""", previousItemId));
        Server(Wire.Item("done", itemId, "user", "completed", """{"type":"input_audio","transcript":null}""", previousItemId));
    }

    public void Client(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        State.OnClientEvent(EventScanner.ScanType(utf8), utf8);
        Rest();
    }

    public void Server(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        State.OnServerEvent(EventScanner.ScanType(utf8), utf8);
        Rest();
    }

    /// <summary>Puts the conversation through a snapshot and asserts that nothing is lost by it.</summary>
    public void TakeOver()
    {
        var before = State.ToSnapshot().ToUtf8();
        ConversationSnapshot.TryParse(before, out var snapshot).ShouldBeTrue();
        var next = Conversation.FromSnapshot(snapshot, options);
        Encoding.UTF8.GetString(next.ToSnapshot().ToUtf8()).ShouldBe(Encoding.UTF8.GetString(before));
        next.IsTurnEnd.ShouldBe(State.IsTurnEnd);
        next.IsWaitingForAnswer.ShouldBe(State.IsWaitingForAnswer);
        next.CanCreateResponse.ShouldBe(State.CanCreateResponse);
        Texts(next.Replay()).ShouldBe(Texts(State.Replay()));
        State = next;
    }

    public string[] Close(ResponseCut cut) => Texts(State.CloseCutResponse(cut, Ids));

    public string[] Replay() => Texts(State.Replay());

    private static string[] Texts(IEnumerable<EventMessage> events) =>
        [.. events.Select(message => Encoding.UTF8.GetString(message.Payload.Span))];

    private void Rest()
    {
        if (throughSnapshots)
        {
            TakeOver();
        }
    }
}
