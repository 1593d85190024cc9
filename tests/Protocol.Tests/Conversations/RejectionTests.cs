namespace Realtime.Protocol.Tests.Conversations;

public sealed class RejectionTests
{
    private static readonly string[] Requests =
    [
        """{"type":"session.update","EVENT":"c0","session":{"type":"realtime"}}""",
        """{"type":"conversation.item.create","EVENT":"c1","item":{"type":"message","role":"user","content":[]}}""",
        """{"type":"input_audio_buffer.commit","EVENT":"c2"}""",
        """{"type":"conversation.item.truncate","EVENT":"c3","item_id":"a1","content_index":0,"audio_end_ms":1}""",
        """{"type":"conversation.item.delete","EVENT":"c4","item_id":"a1"}""",
        """{"type":"response.create","EVENT":"c5"}""",
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void An_error_with_the_events_id_takes_that_request(int index)
    {
        var talk = Sent("event_id");
        talk.Server(Wire.Error("invalid_value", $"\"c{index}\""));

        talk.State.PendingRequests.Count.ShouldBe(5);
        talk.State.PendingRequests.ShouldNotContain(request => request.EventId == $"c{index}");
    }

    [Theory]
    [InlineData("invalid_value", "\"session.audio.output.voice\"", "session.update")]
    [InlineData("invalid_value", "\"item.content[0].text\"", "conversation.item.create")]
    [InlineData("invalid_value", "\"previous_item_id\"", "conversation.item.create")]
    [InlineData("input_audio_buffer_commit_empty", "null", "input_audio_buffer.commit")]
    [InlineData("item_truncate_invalid_item_id", "null", "conversation.item.truncate")]
    [InlineData("invalid_value", "\"audio_end_ms\"", "conversation.item.truncate")]
    [InlineData("item_delete_invalid_item_id", "null", "conversation.item.delete")]
    [InlineData("conversation_already_has_active_response", "null", "response.create")]
    [InlineData("invalid_value", "\"response.tools[0].name\"", "response.create")]
    [InlineData("something_else", "null", "session.update")]
    public void An_error_without_an_id_takes_the_request_that_it_fits(string code, string param, string expected)
    {
        foreach (var idName in new[] { "no_id", "event_id" })
        {
            var talk = Sent(idName);
            talk.Server(Wire.Error(code, "null", param));

            var left = talk.State.PendingRequests.Select(request => Realtime.Protocol.Events.EventNames.ToName(request.Type)).ToArray();
            left.Length.ShouldBe(5);
            left.ShouldNotContain(expected);
        }
    }

    [Theory]
    [InlineData("invalid_value", "\"audio\"", "invalid_request_error")]
    [InlineData("invalid_value", "\"type\"", "invalid_request_error")]
    [InlineData("response_cancel_not_active", "null", "invalid_request_error")]
    [InlineData("session_expired", "null", "invalid_request_error")]
    [InlineData("whatever", "null", "server_error")]
    public void An_error_that_refuses_no_request_takes_none(string code, string param, string type)
    {
        var talk = Sent("no_id");
        talk.Server(Wire.Error(code, "null", param, type));

        talk.State.PendingRequests.Count.ShouldBe(6);
    }

    [Fact]
    public void A_refused_request_no_longer_holds_up_the_turns_end()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"response.create","event_id":"c1"}""");
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.Server(Wire.Error("rate_limit_exceeded", "\"c1\"", type: "rate_limit_error"));

        talk.State.IsTurnEnd.ShouldBeTrue();
    }

    private static Talk Sent(string idName)
    {
        var talk = Talk.Started(turnDetection: "null");
        foreach (var request in Requests)
        {
            talk.Client(request.Replace("EVENT", idName, StringComparison.Ordinal));
        }

        talk.State.PendingRequests.Count.ShouldBe(6);
        return talk;
    }
}
