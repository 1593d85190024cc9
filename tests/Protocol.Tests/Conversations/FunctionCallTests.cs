namespace Realtime.Protocol.Tests.Conversations;

public sealed class FunctionCallTests
{
    private const string Result =
        """{"type":"conversation.item.create","event_id":"c1","item":{"type":"function_call_output","call_id":"call_1","output":"sunny"}}""";

    private const string ResultItem =
        """{"id":"o1","object":"realtime.item","type":"function_call_output","status":"completed","call_id":"call_1","output":"sunny"}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_call_holds_the_turn_open_until_its_result_is_answered(bool throughSnapshots)
    {
        var talk = AfterCall(throughSnapshots);
        talk.State.HasActiveResponse.ShouldBeFalse();
        talk.State.AwaitedCalls.ShouldBe(["call_1"]);
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.State.IsWaitingForAnswer.ShouldBeFalse("it is the client's turn");
        talk.State.CanCreateResponse.ShouldBeTrue();

        talk.Client(Result);
        talk.Client("""{"type":"response.create","event_id":"c2"}""");
        talk.State.AwaitedCalls.ShouldBeEmpty();
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.Server(Wire.ItemEvent("added", ResultItem, "f1"));
        talk.Server(Wire.ItemEvent("done", ResultItem, "f1"));
        talk.State.PendingRequests.ShouldHaveSingleItem().EventId.ShouldBe("c2");
        talk.Server(Wire.ResponseCreated("r2"));
        talk.Server(Wire.ResponseDone("r2", "completed", Wire.Message("a1", "assistant", "completed", """{"type":"output_text","text":"Sunny"}""")));

        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.State.Items.Select(item => item.Id).ShouldBe(["f1", "o1", "a1"]);
        talk.State.Items[0].Arguments.ShouldBe("{\"city\":\"Bern\"}");
        talk.State.Items[1].Output.ShouldBe("sunny");
    }

    [Fact]
    public void A_call_that_was_answered_before_its_response_ended_is_not_awaited()
    {
        var talk = Talk.Started(turnDetection: "null");
        Begin(talk);
        talk.Client(Result);
        End(talk);

        talk.State.AwaitedCalls.ShouldBeEmpty();
        talk.Server(Wire.ItemEvent("added", ResultItem, "f1"));
        talk.State.IsTurnEnd.ShouldBeTrue();
    }

    [Fact]
    public void A_call_whose_result_was_announced_by_item_alone_is_not_awaited()
    {
        var talk = AfterCall();

        talk.Server(Wire.ItemEvent("added", ResultItem, "f1"));

        talk.State.AwaitedCalls.ShouldBeEmpty();
    }

    [Fact]
    public void A_call_that_is_never_answered_is_given_up_with_the_next_response()
    {
        var talk = AfterCall();
        talk.Client("""{"type":"response.create"}""");
        talk.Server(Wire.ResponseCreated("r2"));

        talk.State.AwaitedCalls.ShouldBeEmpty();
        talk.Server(Wire.ResponseDone("r2", "completed", ""));
        talk.State.IsTurnEnd.ShouldBeTrue();
    }

    [Fact]
    public void A_call_that_is_deleted_is_not_awaited()
    {
        var talk = AfterCall();
        talk.Client("""{"type":"conversation.item.delete","item_id":"f1"}""");
        talk.Server("""{"type":"conversation.item.deleted","event_id":"s","item_id":"f1"}""");

        talk.State.AwaitedCalls.ShouldBeEmpty();
        talk.State.Items.ShouldBeEmpty();
    }

    [Fact]
    public void A_response_with_a_message_and_two_calls_awaits_both_calls()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"response.create"}""");
        talk.Server(Wire.ResponseCreated("r1"));
        var outputs = new[]
        {
            Wire.Message("a1", "assistant", "completed", """{"type":"output_text","text":"Wait"}"""),
            Wire.Call("f1", "completed", "call_1", "{}"),
            Wire.Call("f2", "completed", "call_2", "{}"),
        };
        for (var index = 0; index < outputs.Length; index++)
        {
            talk.Server(Wire.Output("added", "r1", index, outputs[index].Replace("completed", "in_progress", StringComparison.Ordinal)));
            talk.Server(Wire.Output("done", "r1", index, outputs[index]));
        }

        talk.Server(Wire.ResponseDone("r1", "completed", string.Join(',', outputs)));

        talk.State.AwaitedCalls.ShouldBe(["call_1", "call_2"]);
    }

    [Fact]
    public void A_response_that_tells_its_call_only_by_its_item_awaits_it_too()
    {
        var talk = Talk.Started(turnDetection: "null");
        Begin(talk);
        talk.Server(Wire.Output("done", "r1", 0, Wire.Call("f1", "completed", "call_1", "{}")));
        talk.Server("""{"type":"response.done","response":{"id":"r1"}}""");

        talk.State.AwaitedCalls.ShouldBe(["call_1"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_mcp_tool_is_listed_called_and_approved_without_disturbing_the_turn(bool throughSnapshots)
    {
        var talk = Talk.Started(throughSnapshots, "null");
        talk.Client("""{"type":"session.update","session":{"type":"realtime","tools":[{"type":"mcp","server_label":"x","server_url":"https://x.test","authorization":"secret"}]}}""");
        talk.Server(Wire.Session("session.updated", "null", """[{"type":"mcp","server_label":"x","server_url":"https://x.test"}]"""));
        talk.Server("""{"type":"mcp_list_tools.in_progress","item_id":"l1"}""");
        talk.Server(Wire.ItemEvent("added", """{"id":"l1","type":"mcp_list_tools","server_label":"x","tools":[]}"""));
        talk.Server("""{"type":"mcp_list_tools.completed","item_id":"l1"}""");
        talk.Server(Wire.ItemEvent("done", """{"id":"l1","type":"mcp_list_tools","server_label":"x","tools":[{"name":"t","input_schema":{}}]}"""));
        talk.State.Items.ShouldHaveSingleItem().Json!.ShouldContain("input_schema");
        talk.State.IsTurnEnd.ShouldBeTrue();

        talk.Client("""{"type":"response.create"}""");
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.Output("added", "r1", 0, """{"id":"p1","type":"mcp_approval_request","server_label":"x","name":"t","arguments":"{}"}"""));
        talk.Server(Wire.ItemEvent("added", """{"id":"p1","type":"mcp_approval_request","server_label":"x","name":"t","arguments":"{}"}""", "l1"));
        talk.Server(Wire.Output("done", "r1", 0, """{"id":"p1","type":"mcp_approval_request","server_label":"x","name":"t","arguments":"{}"}"""));
        talk.Server(Wire.ResponseDone("r1", "completed", """{"id":"p1","type":"mcp_approval_request","server_label":"x","name":"t","arguments":"{}"}"""));
        talk.State.AwaitedCalls.ShouldBe(["p1"]);
        talk.State.IsTurnEnd.ShouldBeFalse();

        talk.Client("""{"type":"conversation.item.create","item":{"id":"q1","type":"mcp_approval_response","approval_request_id":"p1","approve":true}}""");
        talk.State.AwaitedCalls.ShouldBeEmpty();
        talk.Server(Wire.ItemEvent("added", """{"id":"q1","type":"mcp_approval_response","approval_request_id":"p1","approve":true}""", "p1"));
        talk.State.PendingRequests.ShouldBeEmpty();

        talk.Client("""{"type":"response.create"}""");
        talk.Server(Wire.ResponseCreated("r2"));
        talk.Server(Wire.Output("added", "r2", 0, """{"id":"m1","type":"mcp_call","server_label":"x","name":"t","arguments":"{}"}"""));
        talk.Server("""{"type":"response.mcp_call.in_progress","item_id":"m1","output_index":0}""");
        talk.Server("""{"type":"response.mcp_call.completed","item_id":"m1","output_index":0}""");
        talk.Server(Wire.Output("done", "r2", 0, """{"id":"m1","type":"mcp_call","server_label":"x","name":"t","arguments":"{}","output":"42"}"""));
        talk.Server(Wire.ResponseDone("r2", "completed", """{"id":"m1","type":"mcp_call","server_label":"x","name":"t","arguments":"{}","output":"42"}"""));
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.State.Items[^1].Output.ShouldBe("42");
    }

    private static Talk AfterCall(bool throughSnapshots = false)
    {
        var talk = Talk.Started(throughSnapshots, "null");
        Begin(talk);
        End(talk);
        return talk;
    }

    private static void Begin(Talk talk)
    {
        talk.Client("""{"type":"response.create"}""");
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.Output("added", "r1", 0, Wire.Call("f1", "in_progress", "call_1", "")));
        talk.Server(Wire.ItemEvent("added", Wire.Call("f1", "in_progress", "call_1", "")));
        talk.Server("""{"type":"response.function_call_arguments.delta","response_id":"r1","item_id":"f1","output_index":0,"call_id":"call_1","delta":"{"}""");
        talk.Server("""{"type":"response.function_call_arguments.done","response_id":"r1","item_id":"f1","output_index":0,"call_id":"call_1","name":"weather","arguments":"{\"city\":\"Bern\"}"}""");
    }

    private static void End(Talk talk)
    {
        var call = Wire.Call("f1", "completed", "call_1", """{\"city\":\"Bern\"}""");
        talk.Server(Wire.ItemEvent("done", call));
        talk.Server(Wire.Output("done", "r1", 0, call));
        talk.Server(Wire.ResponseDone("r1", "completed", call));
    }
}
