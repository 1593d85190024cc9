namespace Realtime.Protocol.Tests.Conversations;

public sealed class ParallelResponseTests
{
    private const string OutOfBand =
        """{"type":"response.create","event_id":"o1","response":{"conversation":"none","metadata":{"b":"2","a":"1"},"input":[]}}""";

    [Theory]
    [InlineData("\"c9\"")]
    [InlineData("null")]
    public void A_second_response_while_one_runs_is_refused_and_changes_nothing(string eventId)
    {
        var talk = Talk.WithRunningText();
        talk.Client(eventId == "null" ? """{"type":"response.create"}""" : """{"type":"response.create","event_id":"c9"}""");
        talk.State.PendingRequests.ShouldHaveSingleItem();
        talk.Server(Wire.Error("conversation_already_has_active_response", eventId));

        talk.State.PendingRequests.ShouldBeEmpty();
        talk.State.ActiveResponse!.Id.ShouldBe("r1");
    }

    [Theory]
    [InlineData(false, "null")]
    [InlineData(true, "null")]
    [InlineData(false, "absent")]
    public void An_out_of_band_response_runs_beside_the_conversation(bool throughSnapshots, string conversation)
    {
        var talk = Talk.Started(throughSnapshots, "null");
        talk.Client(OutOfBand);
        talk.State.CanCreateResponse.ShouldBeTrue();
        talk.State.IsTurnEnd.ShouldBeFalse();
        var created = Wire.ResponseCreated("o", "null", """{ "a" : "1", "b" : "2" }""");
        talk.Server(conversation == "null" ? created : created.Replace("\"conversation_id\":null,", "", StringComparison.Ordinal));
        talk.State.HasActiveResponse.ShouldBeFalse();
        talk.State.RunningResponses.ShouldHaveSingleItem().IsOutOfBand.ShouldBeTrue();
        talk.State.RunningResponses[0].Metadata.ShouldBe("""{"a":"1","b":"2"}""");
        talk.State.PendingRequests.ShouldBeEmpty();
        talk.State.IsTurnEnd.ShouldBeFalse("it would be cut");

        talk.Client("""{"type":"response.create","event_id":"c1"}""");
        talk.Server(Wire.ResponseCreated("r1"));
        talk.State.ActiveResponse!.Id.ShouldBe("r1");
        var item = Wire.Message("oa", "assistant", "completed", """{"type":"output_text","text":"beside"}""");
        talk.Server(Wire.Output("added", "o", 0, Wire.Message("oa", "assistant", "in_progress")));
        talk.Server(Wire.Content("response.content_part.added", "o", "oa", "\"part\":{\"type\":\"text\",\"text\":\"\"}"));
        talk.Server(Wire.Content("response.output_text.delta", "o", "oa", "\"delta\":\"beside\""));
        talk.Server(Wire.Output("done", "o", 0, item));
        talk.Server(Wire.ResponseDone("o", "completed", item));

        talk.State.Items.ShouldBeEmpty();
        talk.State.ActiveResponse!.Id.ShouldBe("r1");
        talk.Server(Wire.ResponseDone("r1", "completed", ""));
        talk.State.IsTurnEnd.ShouldBeTrue();
    }

    [Fact]
    public void Two_requests_are_told_apart_by_their_metadata()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client(OutOfBand);
        talk.Client("""{"type":"response.create","event_id":"c1","response":{"metadata":{"a":"3"}}}""");
        talk.Server(Wire.ResponseCreated("r1", "\"conv_1\"", """{"a":"3"}"""));

        talk.State.ActiveResponse!.Id.ShouldBe("r1");
        talk.State.PendingRequests.ShouldHaveSingleItem().EventId.ShouldBe("o1");
    }

    [Fact]
    public void A_response_without_conversation_id_to_an_ordinary_request_is_in_the_conversation()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"response.create"}""");
        talk.Server("""{"type":"response.created","response":{"id":"r1","conversation_id":null}}""");

        talk.State.HasActiveResponse.ShouldBeTrue();
        talk.State.PendingRequests.ShouldBeEmpty();
    }

    [Fact]
    public void An_automatic_response_is_not_taken_for_the_one_that_the_client_asked_for()
    {
        var talk = Talk.Started();
        talk.Speak("x1", null);
        talk.Client("""{"type":"response.create","event_id":"c1","response":{"metadata":{"mine":"1"}}}""");
        talk.Server(Wire.ResponseCreated("r1"));

        talk.State.PendingRequests.ShouldHaveSingleItem().EventId.ShouldBe("c1");
        talk.State.IsResponseExpected.ShouldBeFalse();
    }

    [Fact]
    public void A_call_outside_the_conversation_is_not_awaited()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client(OutOfBand);
        talk.Server(Wire.ResponseCreated("o", "null"));
        talk.Server(Wire.Output("done", "o", 0, Wire.Call("f1", "completed", "call_1", "{}")));
        talk.Server(Wire.ResponseDone("o", "completed", Wire.Call("f1", "completed", "call_1", "{}")));

        talk.State.AwaitedCalls.ShouldBeEmpty();
        talk.State.Items.ShouldBeEmpty();
    }

    [Fact]
    public void A_new_response_in_the_conversation_ends_one_that_was_forgotten()
    {
        var talk = Talk.WithRunningText();
        talk.Server(Wire.ResponseCreated("r2"));

        talk.State.RunningResponses.ShouldHaveSingleItem().Id.ShouldBe("r2");
        talk.State.Items[1].Status.ShouldBe("incomplete");
    }

    [Fact]
    public void A_response_asked_for_answers_for_all_items_created_before_it()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"conversation.item.create","item":{"id":"u1","type":"message","role":"user","content":[]}}""");
        talk.Client("""{"type":"response.create"}""");
        talk.Client("""{"type":"conversation.item.create","item":{"id":"u2","type":"message","role":"user","content":[]}}""");
        talk.Server(Wire.ResponseCreated("r1"));

        talk.State.PendingRequests.ShouldHaveSingleItem().ItemId.ShouldBe("u2");
    }
}
