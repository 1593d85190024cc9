using System.Text;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Interfaces.Sessions.Takeover;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Grains.Sessions.Takeover;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Tests.Sessions.Takeover;

public sealed class SessionRestorerTests
{
    private const string Created =
        """{"type":"session.created","event_id":"e0","session":{"type":"realtime","object":"realtime.session","id":"s","model":"m","instructions":"be brief"}}""";

    private readonly List<byte> _journal = [];
    private long _client;
    private long _server;

    [Fact]
    public void What_was_said_is_known_from_the_journal_alone()
    {
        Server(Created);
        Say("u1", "My name is Nobody.");
        Answer("r1", "a1", "Hello Nobody.");

        var restored = Restore(null);

        restored.Conversation.SessionJson!.ShouldContain("be brief");
        restored.Conversation.Items.Select(item => item.Id).ShouldBe(["u1", "a1"]);
        restored.Again.ShouldBeEmpty();
    }

    [Fact]
    public void Frames_that_a_snapshot_holds_are_not_taken_in_twice_and_those_after_it_are()
    {
        Server(Created);
        Say("u1", "one");
        var conversation = new Conversation();
        conversation.OnServerEvent(RealtimeEventType.SessionCreated, Encoding.UTF8.GetBytes(Created));
        conversation.OnServerEvent(RealtimeEventType.ConversationItemAdded, Encoding.UTF8.GetBytes(Added("u1", "one")));
        var snapshot = new SessionSnapshot
        {
            Open = Open(Dialect.Ga),
            Conversation = conversation.ToSnapshot().ToUtf8(),
            ClientFrames = _client,
            ServerFrames = _server,
        };
        Say("u2", "two");

        var restored = Restore(snapshot);

        restored.Conversation.Items.Select(item => item.Id).ShouldBe(["u1", "u2"]);
        restored.Again.ShouldBeEmpty();
    }

    [Fact]
    public void Guard_goes_on_with_its_counts_and_the_settings_that_the_client_was_shown_last()
    {
        var snapshot = new SessionSnapshot
        {
            Open = Open(Dialect.Ga),
            Conversation = new Conversation().ToSnapshot().ToUtf8(),
            Guard = new GuardState { Violations = { ["g"] = 1 } },
        };
        Server("""{"type":"session.updated","event_id":"e1","session":{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","create_response":false},"transcription":{"model":"m"}}}}}""");

        var guard = Restore(snapshot).Guard.ShouldNotBeNull();

        (guard.CreatesResponses, guard.Transcribes, guard.Detection).ShouldBe((false, true, "server_vad"));
        guard.Violations["g"].ShouldBe(1);
    }

    [Fact]
    public void Client_is_repeated_in_what_was_not_answered_and_in_the_audio_of_its_turn_in_their_order()
    {
        Server(Created);
        Client(Append("old"));
        Client("""{"type":"input_audio_buffer.commit"}""");
        Server("""{"type":"input_audio_buffer.committed","event_id":"e1","item_id":"u1","previous_item_id":null}""");
        Client(Append("one"));
        Client("""{"type":"session.update","event_id":"c1","session":{"type":"realtime","instructions":"be long"}}""");
        Client(Append("two"));
        Client("""{"type":"input_audio_buffer.commit","event_id":"c2"}""");
        Client("""{"type":"response.create","event_id":"c3"}""");

        var restored = Restore(null);

        restored.Again.Select(Encoding.UTF8.GetString).Select(text => text.Contains("append", StringComparison.Ordinal) ? text : Type(text))
            .ShouldBe([Append("one"), "session.update", Append("two"), "input_audio_buffer.commit", "response.create"]);
        restored.Conversation.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void Of_requests_that_read_the_same_the_last_is_repeated_behind_what_it_is_about()
    {
        Server(Created);
        Say("u1", "one");
        Answer("r1", "a1", "Hello.");
        Client("""{"type":"conversation.item.create","item":{"id":"u2","type":"message","role":"user","content":[{"type":"input_text","text":"two"}]}}""");
        Client("""{"type":"response.create"}""");

        var restored = Restore(null);

        restored.Again.Select(Encoding.UTF8.GetString).Select(Type).ShouldBe(["conversation.item.create", "response.create"]);
    }

    [Fact]
    public void Answer_that_was_cut_is_known_as_far_as_the_client_heard_it()
    {
        Server(Created);
        Say("u1", "go");
        Client("""{"type":"response.create"}""");
        Server("""{"type":"response.created","event_id":"e3","response":{"id":"r1","object":"realtime.response","status":"in_progress","output":[]}}""");
        Server("""{"type":"response.output_item.added","event_id":"e4","response_id":"r1","output_index":0,"item":{"id":"a1","type":"message","role":"assistant","status":"in_progress","content":[]}}""");
        Server("""{"type":"response.content_part.added","event_id":"e5","response_id":"r1","item_id":"a1","output_index":0,"content_index":0,"part":{"type":"text","text":""}}""");
        Server("""{"type":"response.output_text.delta","event_id":"e6","response_id":"r1","item_id":"a1","output_index":0,"content_index":0,"delta":"So far"}""");

        var restored = Restore(null);

        restored.Conversation.Responses.Single().Id.ShouldBe("r1");
        restored.Again.ShouldBeEmpty();
    }

    [Fact]
    public void Beta_client_is_understood()
    {
        Server("""{"type":"session.created","event_id":"e0","session":{"id":"s","object":"realtime.session","model":"m","instructions":"be brief","modalities":["text","audio"]}}""");
        Client("""{"type":"conversation.item.create","item":{"id":"u1","type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}}""");
        Server("""{"type":"conversation.item.created","event_id":"e1","previous_item_id":null,"item":{"id":"u1","object":"realtime.item","type":"message","status":"completed","role":"user","content":[{"type":"input_text","text":"hi"}]}}""");

        var restored = Restore(null, Dialect.Beta);

        restored.Conversation.Items.Single().Content.Single().Text.ShouldBe("hi");
        restored.Conversation.SessionJson!.ShouldContain("be brief");
    }

    [Fact]
    public void Session_of_which_too_little_is_known_is_not_restored()
    {
        Server(Created);
        var request = Request(Dialect.Ga);

        SessionRestorer.Restore(null, request).ShouldNotBeNull();
        SessionRestorer.Restore(null, Request(Dialect.Ga, first: 1)).ShouldBeNull();
        SessionRestorer.Restore(null, Request(null)).ShouldBeNull();
    }

    [Fact]
    public void A_snapshot_that_is_ahead_of_what_the_client_heard_is_not_gone_on_from()
    {
        var (stored, given, ahead) = (Snapshot(20), Snapshot(10), Snapshot(21));
        SessionRestorer.Choose(stored, given, Heard(20)).ShouldBe(stored);
        SessionRestorer.Choose(given, stored, Heard(20)).ShouldBe(stored);
        SessionRestorer.Choose(ahead, given, Heard(20)).ShouldBe(given);
        SessionRestorer.Choose(ahead, null, Heard(20)).ShouldBeNull();

        // What the journal has lost, only the snapshot knows.
        SessionRestorer.Choose(ahead, null, Heard(20, from: 5)).ShouldBe(ahead);
        SessionRestorer.Choose(ahead, null, Heard(20, returned: true)).ShouldBe(ahead);
        SessionRestorer.Choose(ahead, given, Heard(20, from: 11)).ShouldBe(ahead);

        // Unless the gateway's own is known to hold up to there.
        SessionRestorer.Choose(ahead, given, Heard(20, from: 11, holds: 11)).ShouldBe(given);

        static SessionReattachRequest Heard(long frames, long from = 0, bool returned = false, long holds = 0) => new()
        {
            AttemptId = "a",
            GatewayId = "g",
            Open = returned ? null : Open(Dialect.Ga),
            ServerFrames = frames,
            FirstServerFrame = from,
            SnapshotServerFrames = holds,
        };

        static SessionSnapshot Snapshot(long frames) => new() { Open = Open(Dialect.Ga), Conversation = [], ServerFrames = frames };
    }

    private static string Type(string text) => text.Split('"')[3];

    private static string Append(string audio) => $$"""{"type":"input_audio_buffer.append","audio":"{{audio}}"}""";

    private static string Added(string id, string text) =>
        $$$"""{"type":"conversation.item.added","event_id":"e{{{id}}}","previous_item_id":null,"item":{"id":"{{{id}}}","object":"realtime.item","type":"message","status":"completed","role":"user","content":[{"type":"input_text","text":"{{{text}}}"}]}}""";

    private static SessionOpenRequest Open(Dialect dialect) => new() { Model = "voice", ClientDialect = dialect };

    private void Say(string id, string text)
    {
        Client($$$"""{"type":"conversation.item.create","item":{"id":"{{{id}}}","type":"message","role":"user","content":[{"type":"input_text","text":"{{{text}}}"}]}}""");
        Server(Added(id, text));
    }

    private void Answer(string response, string id, string text)
    {
        Client("""{"type":"response.create"}""");
        Server($$$"""{"type":"response.created","event_id":"c{{{response}}}","response":{"id":"{{{response}}}","object":"realtime.response","status":"in_progress","output":[]}}""");
        var item = $$$"""{"id":"{{{id}}}","object":"realtime.item","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{{text}}}"}]}""";
        Server($$"""{"type":"conversation.item.added","event_id":"a{{response}}","previous_item_id":null,"item":{{item}}}""");
        Server($$"""{"type":"conversation.item.done","event_id":"b{{response}}","previous_item_id":null,"item":{{item}}}""");
        Server($$$"""{"type":"response.done","event_id":"d{{{response}}}","response":{"id":"{{{response}}}","object":"realtime.response","status":"completed","output":[{{{item}}}]}}""");
    }

    private void Client(string text) => Add(true, _client++, text);

    private void Server(string text) => Add(false, _server++, text);

    private void Add(bool isFromClient, long number, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var entry = new byte[payload.Length + JournalEntry.HeaderBytes];
        JournalEntry.Write(entry, isFromClient, FrameKind.Text, number, payload);
        _journal.AddRange(entry);
    }

    private SessionReattachRequest Request(Dialect? dialect, long first = 0) => new()
    {
        AttemptId = "a",
        GatewayId = "g",
        Open = dialect is { } known ? Open(known) : null,
        Journal = [.. _journal],
        FirstClientFrame = first,
        ClientFrames = _client,
        ServerFrames = _server,
    };

    private RestoredSession Restore(SessionSnapshot? snapshot, Dialect dialect = Dialect.Ga) =>
        SessionRestorer.Restore(snapshot, Request(dialect)).ShouldNotBeNull();
}
