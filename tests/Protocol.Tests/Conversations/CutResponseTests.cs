using System.Text.Json.Nodes;
using Realtime.Protocol.Conversations;

namespace Realtime.Protocol.Tests.Conversations;

public sealed class CutResponseTests
{
    private static readonly ResponseCut Lost = ResponseCut.Failed("server_error", "upstream_lost", "The connection was lost.");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cut_text_response_is_closed_from_the_inside_out(bool throughSnapshots)
    {
        var talk = Talk.WithRunningText(throughSnapshots);

        talk.Close(Lost).ShouldBe(
        [
            """{"type":"response.output_text.done","event_id":"id1","response_id":"r1","item_id":"a1","output_index":0,"content_index":0,"text":"Good mor"}""",
            """{"type":"response.content_part.done","event_id":"id2","response_id":"r1","item_id":"a1","output_index":0,"content_index":0,"part":{"type":"text","text":"Good mor"}}""",
            """{"type":"response.output_item.done","event_id":"id3","response_id":"r1","output_index":0,"item":{"id":"a1","object":"realtime.item","status":"incomplete","type":"message","role":"assistant","content":[{"type":"output_text","text":"Good mor"}]}}""",
            """{"type":"conversation.item.done","event_id":"id4","previous_item_id":"u1","item":{"id":"a1","object":"realtime.item","status":"incomplete","type":"message","role":"assistant","content":[{"type":"output_text","text":"Good mor"}]}}""",
            """{"type":"response.done","event_id":"id5","response":{"object":"realtime.response","id":"r1","status":"failed","status_details":{"type":"failed","error":{"type":"server_error","code":"upstream_lost","message":"The connection was lost."}},"output":[{"id":"a1","object":"realtime.item","status":"incomplete","type":"message","role":"assistant","content":[{"type":"output_text","text":"Good mor"}]}],"usage":null,"conversation_id":"conv_1","output_modalities":["audio"],"max_output_tokens":"inf","metadata":null}}""",
        ]);

        talk.State.HasActiveResponse.ShouldBeFalse();
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.State.Items[1].Content[0].Text.ShouldBe("Good mor");
        talk.State.Items[1].Status.ShouldBe("incomplete");
    }

    [Fact]
    public void A_cut_audio_response_ends_audio_and_transcript_and_tells_the_reason()
    {
        var talk = Talk.WithRunningAudio();

        var events = talk.Close(ResponseCut.Cancelled("turn_detected"));

        Types(events).ShouldBe(
        [
            "response.output_audio.done", "response.output_audio_transcript.done", "response.content_part.done",
            "response.output_item.done", "conversation.item.done", "response.done",
        ]);
        events[1].ShouldContain("\"transcript\":\"Good morning, how are\"");
        events[2].ShouldContain("\"part\":{\"type\":\"audio\",\"transcript\":\"Good morning, how are\"}");
        events[5].ShouldContain("\"status\":\"cancelled\",\"status_details\":{\"type\":\"cancelled\",\"reason\":\"turn_detected\"}");
        talk.State.Items[1].Content[0].Transcript.ShouldBe("Good morning, how are");
    }

    [Fact]
    public void What_was_told_to_be_done_is_not_told_again()
    {
        var talk = Talk.WithRunningAudio();
        talk.Server(Wire.Content("response.output_audio.done", "r1", "a1", "\"x\":0"));
        talk.Server(Wire.Content("response.output_audio_transcript.done", "r1", "a1", "\"transcript\":\"All of it\""));

        talk.TakeOver();
        Types(talk.Close(Lost)).ShouldBe(
            ["response.content_part.done", "response.output_item.done", "conversation.item.done", "response.done"]);
    }

    [Fact]
    public void An_item_that_is_done_on_one_side_is_closed_on_the_other_and_stays_complete()
    {
        var whole = Wire.Message("a1", "assistant", "completed", """{"type":"output_audio","transcript":"All"}""");
        var byOutput = Talk.WithRunningAudio();
        byOutput.Server(Wire.Output("done", "r1", 0, whole));
        var byItem = Talk.WithRunningAudio();
        byItem.Server(Wire.ItemEvent("done", whole, "x1"));

        var afterOutput = byOutput.Close(Lost);
        Types(afterOutput).ShouldBe(["conversation.item.done", "response.done"]);
        afterOutput[0].ShouldContain("\"status\":\"completed\"");
        var afterItem = byItem.Close(Lost);
        Types(afterItem).ShouldContain("response.output_item.done");
        Types(afterItem).ShouldNotContain("conversation.item.done");
        byItem.State.Items[1].Status.ShouldBe("completed");
    }

    [Fact]
    public void An_output_whose_item_was_not_announced_is_announced_and_closed()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"response.create"}""");
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.Output("added", "r1", 0, Wire.Message("a1", "assistant", "in_progress")));

        Types(talk.Close(ResponseCut.Incomplete("content_filter"))).ShouldBe(
            ["response.output_item.done", "conversation.item.added", "conversation.item.done", "response.done"]);
        talk.State.Items.ShouldHaveSingleItem().Status.ShouldBe("incomplete");
    }

    [Fact]
    public void An_item_that_was_announced_before_its_output_is_closed()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"response.create"}""");
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.Item("added", "a1", "assistant", "in_progress", ""));

        talk.TakeOver();
        var events = talk.Close(Lost);

        Types(events).ShouldBe(["conversation.item.done", "response.done"]);
        events[1].ShouldContain("\"output\":[]");
    }

    [Fact]
    public void A_response_that_has_told_nothing_yet_is_done()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Server(Wire.ResponseCreated("r1"));

        Types(talk.Close(Lost)).ShouldBe(["response.done"]);
    }

    [Fact]
    public void An_out_of_band_response_is_closed_without_items_of_the_conversation()
    {
        var talk = Talk.WithRunningText();
        talk.Client("""{"type":"response.create","response":{"conversation":"none","metadata":{"k":"v"}}}""");
        talk.Server(Wire.ResponseCreated("o", "null", """{"k":"v"}"""));
        talk.Server(Wire.Output("added", "o", 0, Wire.Message("oa", "assistant", "in_progress")));

        var events = talk.Close(Lost);

        Types(events).ShouldBe(
        [
            "response.output_text.done", "response.content_part.done", "response.output_item.done", "conversation.item.done", "response.done",
            "response.output_item.done", "response.done",
        ]);
        events[6].ShouldContain("\"metadata\":{\"k\":\"v\"}");
        talk.State.Items.Count.ShouldBe(2);
    }

    [Fact]
    public void A_half_told_call_is_closed_incomplete_and_without_arguments()
    {
        var talk = WithCall();

        var events = talk.Close(Lost);

        Types(events).ShouldBe(["response.output_item.done", "conversation.item.done", "response.done"]);
        events[0].ShouldContain("\"status\":\"incomplete\"");
        events[0].ShouldContain("\"arguments\":\"\"");
        talk.State.AwaitedCalls.ShouldBeEmpty();
        talk.Replay().ShouldNotContain(text => text.Contains("function_call", StringComparison.Ordinal));
    }

    [Fact]
    public void A_call_with_all_its_arguments_is_closed_complete_and_its_result_awaited()
    {
        var talk = WithCall();
        talk.Server("""{"type":"response.function_call_arguments.done","response_id":"r1","item_id":"f1","output_index":0,"call_id":"call_1","name":"weather","arguments":"{\"a\":1}"}""");

        talk.TakeOver();
        var events = talk.Close(Lost);

        events[0].ShouldContain("\"status\":\"completed\"");
        talk.State.AwaitedCalls.ShouldBe(["call_1"]);
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.Replay()[^1].ShouldContain("\"arguments\":\"{\\\"a\\\":1}\"");
    }

    [Fact]
    public void A_deleted_item_of_the_response_does_not_come_back()
    {
        var talk = Talk.WithRunningText();
        talk.Client("""{"type":"conversation.item.delete","item_id":"a1"}""");
        talk.Server("""{"type":"conversation.item.deleted","event_id":"s","item_id":"a1"}""");

        talk.TakeOver();
        Types(talk.Close(Lost)).ShouldNotContain("conversation.item.done");
        talk.State.Items.ShouldHaveSingleItem().Id.ShouldBe("u1");
    }

    [Fact]
    public void Closing_again_or_feeding_the_closing_events_back_changes_nothing()
    {
        var talk = Talk.WithRunningText();
        var events = talk.Close(Lost);
        var before = talk.State.ToSnapshot().ToUtf8();

        foreach (var json in events)
        {
            talk.Server(json);
        }

        talk.State.ToSnapshot().ToUtf8().ShouldBe(before);
        talk.Close(Lost).ShouldBeEmpty();
    }

    [Fact]
    public void Outputs_are_closed_in_the_order_of_their_index()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.Output("added", "r1", 1, Wire.Message("a2", "assistant", "in_progress")));
        talk.Server(Wire.Output("added", "r1", 0, Wire.Message("a1", "assistant", "in_progress")));

        var done = talk.Close(Lost).Where(json => json.Contains("output_item.done", StringComparison.Ordinal)).ToArray();

        done[0].ShouldContain("\"id\":\"a1\"");
        done[1].ShouldContain("\"id\":\"a2\"");
    }

    private static Talk WithCall()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"response.create"}""");
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.Output("added", "r1", 0, Wire.Call("f1", "in_progress", "call_1", "")));
        talk.Server(Wire.ItemEvent("added", Wire.Call("f1", "in_progress", "call_1", "")));
        return talk;
    }

    private static string[] Types(IEnumerable<string> events) => [.. events.Select(json => (string)JsonNode.Parse(json)!["type"]!)];
}
