using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Tests.Conversations;

public sealed class OddInputTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{\"item\":")]
    [InlineData("{}")]
    [InlineData("""{"item":null,"response":null,"session":null,"error":null}""")]
    [InlineData("""{"item":7,"response":[],"session":"x","error":true,"item_id":{},"part":[]}""")]
    [InlineData("""{"item":{},"response":{},"session":{},"error":{}}""")]
    [InlineData("""{"item":{"id":"","type":"message"},"response":{"id":""},"item_id":""}""")]
    [InlineData("""{"item":{"id":"a1","type":"message","content":{"a":1}},"response":{"id":"r1","output":7},"item_id":"a1","content_index":-1,"output_index":-5}""")]
    [InlineData("""{"item":{"id":"a1","type":"message","content":[null,7,{"type":3}]},"response":{"id":"r1","output":[null,"x"]},"item_id":"a1","content_index":99999999999,"delta":7}""")]
    [InlineData("""{"item":{"id":"\ud800","type":"message"},"\udc00":1,"item_id":"\ud800","response":{"id":"r1","metadata":{"\ud800":"\udfff"}}}""")]
    public void Nothing_that_comes_makes_it_throw(string json)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(json);
        foreach (var talk in new[] { new Talk(), Talk.WithRunningAudio(), Talk.WithRunningText() })
        {
            for (var type = 0; type < EventNames.Count; type++)
            {
                talk.State.OnServerEvent((RealtimeEventType)type, utf8);
                talk.State.OnClientEvent((RealtimeEventType)type, utf8);
            }

            Invariants.Check(talk.State);
            talk.TakeOver();
            talk.Close(ResponseCut.Incomplete("content_filter"));
            talk.State.HasActiveResponse.ShouldBeFalse();
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_make_it_throw()
    {
        byte[] json = [.. "{\"type\":\"conversation.item.added\",\"item\":{\"id\":\"a\",\"type\":\"x\",\"v\":\""u8, 0xff, 0xfe, .. "\"}}"u8];
        var talk = Talk.Started();

        talk.State.OnServerEvent(RealtimeEventType.ConversationItemAdded, json);

        Invariants.Check(talk.State);
    }

    [Fact]
    public void A_repeated_announcement_changes_neither_order_nor_state()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.ItemEvent("added", Wire.Call("f1", "in_progress", "call_1", "")));
        talk.Server(Wire.Item("added", "u2", "user", "completed", """{"type":"input_text","text":"Hi"}""", "f1"));
        talk.Server(Wire.ItemEvent("done", Wire.Call("f1", "completed", "call_1", "{}")));
        talk.Server(Wire.ItemEvent("added", Wire.Call("f1", "in_progress", "call_1", ""), "u2"));
        talk.Server(Wire.ResponseCreated("r1"));

        talk.State.Items.Select(item => item.Id).ShouldBe(["f1", "u2"]);
        talk.State.Items[0].Status.ShouldBe("completed");
        talk.State.Items[0].Arguments.ShouldBe("{}");
        talk.State.RunningResponses.ShouldHaveSingleItem();
    }

    [Fact]
    public void An_item_after_an_unknown_one_stands_at_the_end()
    {
        var talk = Talk.Started();
        talk.Server(Wire.Item("added", "u1", "user", "completed", ""));
        talk.Server(Wire.Item("added", "u2", "user", "completed", "", "never_seen"));

        talk.State.Items.Select(item => item.Id).ShouldBe(["u1", "u2"]);
    }

    [Fact]
    public void Items_stand_where_they_were_put()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Server(Wire.Item("added", "u1", "user", "completed", ""));
        talk.Server(Wire.Item("added", "u3", "user", "completed", "", "u1"));
        talk.Server(Wire.Item("added", "u2", "user", "completed", "", "u1"));
        talk.Client("""{"type":"conversation.item.create","previous_item_id":"root","item":{"id":"u0","type":"message","role":"user","content":[]}}""");
        talk.Server(Wire.Item("added", "u0", "user", "completed", ""));

        talk.State.Items.Select(item => item.Id).ShouldBe(["u0", "u1", "u2", "u3"]);
    }

    [Fact]
    public void A_deletion_that_names_no_item_is_the_one_that_was_asked_for()
    {
        var talk = Talk.Started();
        talk.Server(Wire.Item("added", "u1", "user", "completed", ""));
        talk.Client("""{"type":"conversation.item.delete","item_id":"u1"}""");
        talk.Server("""{"type":"conversation.item.deleted","item_id":""}""");

        talk.State.Items.ShouldBeEmpty();
        talk.State.PendingRequests.ShouldBeEmpty();
    }

    [Fact]
    public void What_comes_late_about_a_deleted_item_does_not_bring_it_back()
    {
        var talk = Talk.WithRunningText();
        talk.Server("""{"type":"conversation.item.deleted","item_id":"a1"}""");
        var whole = Wire.Message("a1", "assistant", "completed", """{"type":"output_text","text":"Good day"}""");
        talk.Server(Wire.Output("done", "r1", 0, whole));
        talk.Server(Wire.ItemEvent("done", whole, "u1"));
        talk.Server(Wire.Transcript("a1", "x"));
        talk.Server(Wire.ResponseDone("r1", "completed", whole));

        talk.State.Items.ShouldHaveSingleItem().Id.ShouldBe("u1");
    }

    [Fact]
    public void Events_of_an_unknown_response_are_ignored()
    {
        var talk = Talk.WithRunningText();
        var before = talk.State.ToSnapshot().ToUtf8();
        talk.Server(Wire.Output("added", "rx", 0, Wire.Message("ax", "assistant", "in_progress")));
        talk.Server(Wire.Content("response.output_text.delta", "rx", "ax", "\"delta\":\"?\""));
        talk.Server(Wire.ResponseDone("rx", "completed", Wire.Message("ax", "assistant", "completed")));

        talk.State.ToSnapshot().ToUtf8().ShouldBe(before);
    }

    [Fact]
    public void Events_without_the_ids_they_should_have_mean_what_is_running()
    {
        var talk = Talk.WithRunningAudio();
        talk.Server("""{"type":"response.output_audio_transcript.delta","delta":" you"}""");
        talk.Server("""{"type":"response.content_part.done"}""");
        var part = talk.State.ActiveResponse!.Outputs[0].Parts.ShouldHaveSingleItem();

        part.Text.ShouldBe("Good morning, how are you");
        part.IsDone.ShouldBeTrue();
        talk.Server("""{"type":"response.done","response":{"status":"completed"}}""");
        talk.State.HasActiveResponse.ShouldBeFalse();
    }

    [Fact]
    public void A_later_session_created_does_not_undo_the_settings()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Server(Wire.Session("session.created", Wire.ServerVad));

        talk.State.Settings.TurnDetection.ShouldBeNull();
    }

    [Fact]
    public void A_session_that_leaves_turn_detection_out_has_the_protocols_default()
    {
        var talk = new Talk();
        talk.Server("""{"type":"session.created","session":{"id":"sess_1"}}""");

        talk.State.Settings.TurnDetection.ShouldBe(new TurnDetection("server_vad", true, true));
        talk.State.Settings.OutputModalities.ShouldBe(["audio"]);
    }
}
