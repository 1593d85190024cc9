using Realtime.Protocol.Conversations;

namespace Realtime.Protocol.Tests.Conversations;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_barge_in_ends_the_response_and_leaves_what_was_heard(bool throughSnapshots)
    {
        var talk = Talk.WithRunningAudio(throughSnapshots);
        talk.Server("""{"type":"input_audio_buffer.speech_started","event_id":"s","audio_start_ms":10,"item_id":"x2"}""");
        talk.State.HasActiveResponse.ShouldBeTrue();
        EndCut(talk, "turn_detected");
        talk.State.HasActiveResponse.ShouldBeFalse();
        talk.State.IsTurnEnd.ShouldBeFalse("the user speaks");
        talk.State.Items[1].Status.ShouldBe("incomplete");

        talk.Client("""{"type":"conversation.item.truncate","event_id":"c1","item_id":"a1","content_index":0,"audio_end_ms":900}""");
        talk.State.PendingRequests.ShouldHaveSingleItem();
        talk.Server("""{"type":"conversation.item.truncated","event_id":"s","item_id":"a1","content_index":0,"audio_end_ms":900}""");

        talk.State.PendingRequests.ShouldBeEmpty();
        var part = talk.State.Items[1].Content.ShouldHaveSingleItem();
        part.AudioEndMs.ShouldBe(900);
        part.IsTranscriptCut.ShouldBeTrue();
        part.Transcript.ShouldBe("Good morning,");
    }

    [Fact]
    public void A_barge_in_whose_response_ends_after_the_commit_still_expects_the_next_response()
    {
        var talk = Talk.WithRunningAudio();
        talk.Speak("x2", "a1");
        EndCut(talk, "turn_detected");

        talk.State.IsResponseExpected.ShouldBeTrue();
        talk.State.IsTurnEnd.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancelled_response_ends_the_turn(bool throughSnapshots)
    {
        var talk = Talk.WithRunningAudio(throughSnapshots);
        talk.Client("""{"type":"response.cancel","event_id":"c1","response_id":"r1"}""");
        talk.State.HasActiveResponse.ShouldBeTrue("only the provider ends it");
        EndCut(talk, "client_cancelled");
        talk.State.IsTurnEnd.ShouldBeTrue();

        talk.Client("""{"type":"response.cancel","event_id":"c2"}""");
        talk.Server(Wire.Error("response_cancel_not_active", "\"c2\""));
        talk.State.IsWaitingForAnswer.ShouldBeFalse();
    }

    [Fact]
    public void A_cancel_that_crosses_with_the_end_takes_no_other_request_with_it()
    {
        var talk = Talk.Started(turnDetection: "null");
        talk.Client("""{"type":"response.cancel"}""");
        talk.Client("""{"type":"response.create"}""");
        talk.Server(Wire.Error("response_cancel_not_active", "null"));

        talk.State.PendingRequests.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_truncation_before_the_transcript_is_known_cuts_it_when_it_comes()
    {
        var talk = Talk.WithRunningAudio();
        talk.Server("""{"type":"conversation.item.truncated","event_id":"s","item_id":"a1","content_index":0,"audio_end_ms":900}""");
        talk.State.Items[1].Content[0].IsTranscriptCut.ShouldBeFalse();
        EndCut(talk, "turn_detected");

        talk.State.Items[1].Content[0].Transcript.ShouldBe("Good morning,");
    }

    [Fact]
    public void A_truncation_that_tells_what_is_left_is_believed()
    {
        var talk = Talk.WithRunningAudio();
        EndCut(talk, "turn_detected");
        talk.Server("""{"type":"conversation.item.truncated","item_id":"a1","content_index":0,"audio_end_ms":100,"transcript":"Good mor"}""");

        talk.State.Items[1].Content[0].Transcript.ShouldBe("Good mor");
        talk.Server(Wire.ItemEvent("done", Wire.Message("a1", "assistant", "incomplete", """{"type":"output_audio","transcript":"Good morning, how are"}""")));
        talk.State.Items[1].Content[0].Transcript.ShouldBe("Good mor");
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(-10, "")]
    [InlineData(60_000, "Good morning, how are")]
    [InlineData(int.MaxValue, "Good morning, how are")]
    [InlineData(1_300, "Good morning, how")]
    [InlineData(100, "")]
    public void A_truncation_leaves_whole_words_that_fit_the_time(int milliseconds, string expected)
    {
        var talk = Talk.WithRunningAudio();
        EndCut(talk, "turn_detected");
        talk.Server($$"""{"type":"conversation.item.truncated","item_id":"a1","content_index":0,"audio_end_ms":{{milliseconds}}}""");

        talk.State.Items[1].Content[0].Transcript.ShouldBe(expected);
    }

    [Fact]
    public void A_lost_upstream_takes_speech_expectation_and_voice_lock_with_it()
    {
        var talk = Talk.WithRunningAudio();
        talk.Speak("x2", "a1");
        talk.Server("""{"type":"input_audio_buffer.speech_started","item_id":"x3"}""");
        talk.Client("""{"type":"session.update","session":{"type":"realtime"}}""");
        talk.Close(ResponseCut.Failed("server_error", "upstream_lost", "Lost"));
        talk.State.OnUpstreamLost();

        talk.State.Speech.ShouldBe(SpeechState.None);
        talk.State.IsResponseExpected.ShouldBeFalse();
        talk.State.IsVoiceLocked.ShouldBeFalse();
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.State.Items.Count.ShouldBe(3);
        talk.State.PendingRequests.ShouldHaveSingleItem();
    }

    private static void EndCut(Talk talk, string reason)
    {
        var cut = Wire.Message("a1", "assistant", "incomplete", """{"type":"output_audio","transcript":"Good morning, how are"}""");
        talk.Server(Wire.Content("response.output_audio.done", "r1", "a1", "\"x\":0"));
        talk.Server(Wire.Content("response.output_audio_transcript.done", "r1", "a1", "\"transcript\":\"Good morning, how are\""));
        talk.Server(Wire.Content("response.content_part.done", "r1", "a1", "\"part\":{\"type\":\"audio\",\"transcript\":\"Good morning, how are\"}"));
        talk.Server(Wire.Output("done", "r1", 0, cut));
        talk.Server(Wire.ItemEvent("done", cut, "x1"));
        talk.Server(Wire.ResponseDone("r1", "cancelled", cut, $$"""{"type":"cancelled","reason":"{{reason}}"}"""));
    }
}
