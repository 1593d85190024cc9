using Realtime.Protocol.Conversations;

namespace Realtime.Protocol.Tests.Conversations;

public sealed class TextTurnTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Connect_then_update_puts_the_told_settings_in_force(bool throughSnapshots)
    {
        var talk = new Talk(throughSnapshots);
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.Server(Wire.Session("session.created", Wire.ServerVad));
        talk.State.Settings.TurnDetection.ShouldBe(new TurnDetection("server_vad", true, true));
        talk.State.Settings.InputFormat.ShouldBe(new SessionAudioFormat("audio/pcm", 24000));
        talk.State.Settings.OutputFormat.ShouldBe(new SessionAudioFormat("audio/pcmu", null));
        talk.State.Settings.HasTools.ShouldBeFalse();

        talk.Client("""{"type":"session.update","event_id":"c1","session":{"type":"realtime","audio":{"input":{"turn_detection":null}}}}""");
        talk.State.PendingRequests.Count.ShouldBe(1);
        talk.State.IsWaitingForAnswer.ShouldBeTrue();
        talk.State.IsTurnEnd.ShouldBeTrue("settings can be sent again");
        talk.State.Settings.TurnDetection.ShouldNotBeNull("nothing holds before the provider says so");

        talk.Server(Wire.Session("session.updated", "null", """[{"type":"function","name":"f"}]"""));
        talk.State.Settings.TurnDetection.ShouldBeNull();
        talk.State.Settings.HasTools.ShouldBeTrue();
        talk.State.IsWaitingForAnswer.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_text_turn_is_followed_from_request_to_end(bool throughSnapshots, bool itemFirst)
    {
        var talk = Talk.Started(throughSnapshots, "null");
        talk.Client("""{"type":"conversation.item.create","event_id":"c1","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"Hello"}]}}""");
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.State.Items.ShouldBeEmpty();
        talk.Server(Wire.Item("added", "u1", "user", "completed", """{"type":"input_text","text":"Hello"}"""));
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.Server(Wire.Item("done", "u1", "user", "completed", """{"type":"input_text","text":"Hello"}"""));
        talk.State.PendingRequests.ShouldBeEmpty();
        talk.State.CanCreateResponse.ShouldBeTrue();

        talk.Client("""{"type":"response.create","event_id":"c2"}""");
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.State.CanCreateResponse.ShouldBeFalse();
        talk.State.HasActiveResponse.ShouldBeFalse();
        talk.State.IsWaitingForAnswer.ShouldBeTrue();

        talk.Server(Wire.ResponseCreated("r1"));
        talk.State.HasActiveResponse.ShouldBeTrue();
        talk.State.PendingRequests.ShouldBeEmpty();
        string[] added =
        [
            Wire.Output("added", "r1", 0, Wire.Message("a1", "assistant", "in_progress")),
            Wire.Item("added", "a1", "assistant", "in_progress", "", "u1"),
        ];
        talk.Server(added[itemFirst ? 1 : 0]);
        talk.Server(added[itemFirst ? 0 : 1]);
        talk.Server(Wire.Content("response.content_part.added", "r1", "a1", "\"part\":{\"type\":\"text\",\"text\":\"\"}"));
        talk.Server(Wire.Content("response.output_text.delta", "r1", "a1", "\"delta\":\"Good \""));
        talk.Server(Wire.Content("response.output_text.delta", "r1", "a1", "\"delta\":\"day\""));
        var output = talk.State.ActiveResponse!.Outputs.ShouldHaveSingleItem();
        output.IsAdded.ShouldBeTrue();
        output.IsItemAdded.ShouldBeTrue();
        output.Parts.ShouldHaveSingleItem().Text.ShouldBe("Good day");

        talk.Server(Wire.Content("response.output_text.done", "r1", "a1", "\"text\":\"Good day\""));
        talk.Server(Wire.Content("response.content_part.done", "r1", "a1", "\"part\":{\"type\":\"text\",\"text\":\"Good day\"}"));
        var whole = Wire.Message("a1", "assistant", "completed", """{"type":"output_text","text":"Good day"}""");
        string[] done = [Wire.ItemEvent("done", whole, "u1"), Wire.Output("done", "r1", 0, whole)];
        talk.Server(done[itemFirst ? 0 : 1]);
        talk.Server(done[itemFirst ? 1 : 0]);
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.Server(Wire.ResponseDone("r1", "completed", whole));
        talk.Server("""{"type":"rate_limits.updated","event_id":"s","rate_limits":[]}""");

        talk.State.HasActiveResponse.ShouldBeFalse();
        talk.State.ActiveResponse.ShouldBeNull();
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.State.CanCreateResponse.ShouldBeTrue();
        talk.State.IsWaitingForAnswer.ShouldBeFalse();
        talk.State.IsVoiceLocked.ShouldBeFalse("it only wrote");
        talk.State.Items.Select(item => item.Id).ShouldBe(["u1", "a1"]);
        talk.State.Items[1].Status.ShouldBe("completed");
        talk.State.Items[1].Content.ShouldHaveSingleItem().Text.ShouldBe("Good day");
    }

    [Fact]
    public void Deltas_and_audio_are_looked_at_no_more_than_needed()
    {
        Conversation.ClientInterest.Contains(Realtime.Protocol.Events.RealtimeEventType.InputAudioBufferAppend).ShouldBeFalse();
        Conversation.ServerInterest.Contains(Realtime.Protocol.Events.RealtimeEventType.ResponseOutputAudioDelta).ShouldBeFalse();
        Conversation.ServerInterest.Contains(Realtime.Protocol.Events.RealtimeEventType.ConversationItemRetrieved).ShouldBeFalse("it carries audio");
        Conversation.ServerInterest.Contains(Realtime.Protocol.Events.RealtimeEventType.Unknown).ShouldBeFalse();
    }
}
