using System.Text.Json.Nodes;
using Realtime.Protocol.Conversations;

namespace Realtime.Protocol.Tests.Conversations;

public sealed class ReplayTests
{
    [Fact]
    public void Replay_of_a_conversation_that_never_began_is_empty() => new Talk().Replay().ShouldBeEmpty();

    [Fact]
    public void Replay_begins_with_the_settings_that_a_client_may_send()
    {
        var talk = Talk.Started(turnDetection: "null");

        var session = JsonNode.Parse(talk.Replay().ShouldHaveSingleItem())!;

        ((string)session["type"]!).ShouldBe("session.update");
        var fields = session["session"]!.AsObject();
        fields.Select(field => field.Key).ShouldBe(
            ["type", "output_modalities", "instructions", "tool_choice", "max_output_tokens", "audio", "tools"]);
        ((string)fields["type"]!).ShouldBe("realtime");
        fields["audio"]!["input"]!.AsObject().ContainsKey("turn_detection").ShouldBeTrue();
        fields["audio"]!["input"]!["turn_detection"].ShouldBeNull("null switches it off");
    }

    [Fact]
    public void Replay_gives_tools_in_the_clients_words()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"session.update","session":{"type":"realtime","tools":[{"type":"mcp","server_label":"x","authorization":"secret"}]}}""");
        talk.Server(Wire.Session("session.updated", "null", """[{"type":"mcp","server_label":"x"}]"""));
        talk.Client("""{"type":"session.update","session":{"type":"realtime","instructions":"New"}}""");
        talk.Server(Wire.Session("session.updated", "null", """[{"type":"mcp","server_label":"x"}]"""));

        talk.TakeOver();
        talk.Replay()[0].ShouldContain("\"authorization\":\"secret\"");
    }

    [Fact]
    public void Replay_does_not_take_tools_that_were_refused()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"session.update","event_id":"c1","session":{"type":"realtime","tools":[{"type":"bad"}]}}""");
        talk.Server(Wire.Error("invalid_value", "\"c1\"", "\"session.tools[0]\""));

        talk.State.PendingRequests.ShouldBeEmpty();
        talk.Replay()[0].ShouldContain("\"tools\":[]");
    }

    [Fact]
    public void Replay_makes_each_kind_of_item_again()
    {
        var talk = Talk.Started(turnDetection: "null");
        Add(talk, Wire.Message("s1", "system", "completed", """{"type":"input_text","text":"Rules"}"""));
        Add(talk, Wire.Message("u1", "user", "completed", """{"type":"input_text","text":"Look"},{"type":"input_image","image_url":"data:image/png;base64,AA==","detail":"low"}"""));
        Add(talk, Wire.Message("x1", "user", "completed", """{"type":"input_audio","transcript":null}"""));
        Add(talk, Wire.Message("x2", "user", "completed", """{"type":"input_audio","transcript":null}"""));
        talk.Server(Wire.Transcript("x1", "Spoken"));
        Add(talk, Wire.Message("a1", "assistant", "completed", """{"type":"output_audio","transcript":"Heard"}"""));
        Add(talk, Wire.Message("a2", "assistant", "incomplete", """{"type":"output_text","text":"Half"}"""));
        Add(talk, Wire.Message("a3", "assistant", "in_progress"));
        Add(talk, Wire.Call("f1", "completed", "call_1", "{}"));
        Add(talk, """{"id":"o1","type":"function_call_output","call_id":"call_1","output":"sunny"}""");
        Add(talk, """{"id":"o2","type":"function_call_output","call_id":"call_lost","output":"orphan"}""");
        Add(talk, """{"id":"l1","type":"mcp_list_tools","server_label":"x","tools":[]}""");
        Add(talk, """{"id":"m1","type":"mcp_call","server_label":"x","name":"t","arguments":"{\"q\":1}","output":"42"}""");
        Add(talk, """{"id":"z1","type":"brand_new"}""");

        talk.Replay()[1..].ShouldBe(
        [
            """{"type":"conversation.item.create","item":{"id":"s1","type":"message","role":"system","content":[{"type":"input_text","text":"Rules"}]}}""",
            """{"type":"conversation.item.create","item":{"id":"u1","type":"message","role":"user","content":[{"type":"input_text","text":"Look"},{"type":"input_image","image_url":"data:image/png;base64,AA==","detail":"low"}]}}""",
            """{"type":"conversation.item.create","item":{"id":"x1","type":"message","role":"user","content":[{"type":"input_text","text":"Spoken"}]}}""",
            """{"type":"conversation.item.create","item":{"id":"a1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Heard"}]}}""",
            """{"type":"conversation.item.create","item":{"id":"a2","type":"message","role":"assistant","content":[{"type":"output_text","text":"Half"}]}}""",
            """{"type":"conversation.item.create","item":{"id":"f1","type":"function_call","name":"weather","call_id":"call_1","arguments":"{}"}}""",
            """{"type":"conversation.item.create","item":{"id":"o1","type":"function_call_output","call_id":"call_1","output":"sunny"}}""",
            """{"type":"conversation.item.create","item":{"type":"function_call","name":"t","call_id":"m1","arguments":"{\"q\":1}"}}""",
            """{"type":"conversation.item.create","item":{"id":"m1","type":"function_call_output","call_id":"m1","output":"42"}}""",
        ]);
    }

    [Fact]
    public void Replay_with_a_source_gives_every_event_its_id()
    {
        var talk = Talk.WithRunningText();

        talk.State.Replay(talk.Ids).Select(message => (string)JsonNode.Parse(message.Payload.Span)!["event_id"]!).ShouldBe(["id1", "id2"]);
    }

    [Fact]
    public void Replay_leaves_out_an_id_that_not_every_provider_takes()
    {
        var talk = Talk.Started();
        Add(talk, Wire.Message(new string('i', 33), "user", "completed", """{"type":"input_text","text":"Hi"}"""));

        talk.Replay()[1].ShouldBe(
            """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}}""");
    }

    [Fact]
    public void Replay_into_a_fresh_conversation_replays_the_same()
    {
        var talk = Talk.WithRunningText();
        talk.Close(ResponseCut.Incomplete("max_output_tokens"));
        var fresh = Talk.Started(turnDetection: "null");
        foreach (var json in talk.Replay()[1..])
        {
            fresh.Client(json);
            fresh.Server(Wire.ItemEvent("added", JsonNode.Parse(json)!["item"]!.ToJsonString(), fresh.State.Items.Count > 0 ? fresh.State.Items[^1].Id : null));
        }

        fresh.Replay().ShouldBe(talk.Replay());
        fresh.State.PendingRequests.ShouldBeEmpty();
    }

    [Fact]
    public void Replay_leaves_out_what_was_deleted_and_keeps_what_was_cut_short()
    {
        var talk = Talk.Started();
        Add(talk, Wire.Message("u1", "user", "completed", """{"type":"input_text","text":"Gone"}"""));
        Add(talk, Wire.Message("a1", "assistant", "completed", """{"type":"output_audio","transcript":"One two three four five six"}"""));
        talk.Server("""{"type":"conversation.item.deleted","item_id":"u1"}""");
        talk.Server("""{"type":"conversation.item.truncated","item_id":"a1","content_index":0,"audio_end_ms":600}""");

        talk.Replay()[1..].ShouldHaveSingleItem().ShouldContain("\"text\":\"One two\"");
    }

    private static void Add(Talk talk, string item)
    {
        var previous = talk.State.Items.Count > 0 ? talk.State.Items[^1].Id : null;
        talk.Server(Wire.ItemEvent("added", item, previous));
    }
}
