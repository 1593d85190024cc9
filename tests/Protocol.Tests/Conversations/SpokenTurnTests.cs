using Realtime.Protocol.Conversations;

namespace Realtime.Protocol.Tests.Conversations;

public sealed class SpokenTurnTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_spoken_turn_with_turn_detection_is_followed_from_speech_to_answer(bool throughSnapshots)
    {
        var talk = Talk.Started(throughSnapshots);
        talk.Client("""{"type":"input_audio_buffer.append","audio":"AAAA"}""");
        talk.State.NoteInputAudio();
        talk.State.IsTurnEnd.ShouldBeTrue("silence is audio too");

        talk.Server("""{"type":"input_audio_buffer.speech_started","event_id":"s","audio_start_ms":10,"item_id":"x1"}""");
        talk.State.Speech.ShouldBe(SpeechState.Speaking);
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.State.IsWaitingForAnswer.ShouldBeFalse();
        talk.Server("""{"type":"input_audio_buffer.speech_stopped","event_id":"s","audio_end_ms":900,"item_id":"x1"}""");
        talk.State.Speech.ShouldBe(SpeechState.Stopped);
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.State.IsWaitingForAnswer.ShouldBeTrue();
        talk.Server("""{"type":"input_audio_buffer.committed","event_id":"s","item_id":"x1","previous_item_id":null}""");
        talk.State.Speech.ShouldBe(SpeechState.None);
        talk.State.IsResponseExpected.ShouldBeTrue();
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.State.CanCreateResponse.ShouldBeFalse();
        talk.State.HasInputAudio.ShouldBeFalse();
        talk.Server(Wire.Item("added", "x1", "user", "completed", """{"type":"input_audio","transcript":null}"""));
        talk.Server(Wire.Item("done", "x1", "user", "completed", """{"type":"input_audio","transcript":null}"""));
        talk.State.Items.ShouldHaveSingleItem().Content.ShouldHaveSingleItem().Transcript.ShouldBeNull();

        talk.Server(Wire.ResponseCreated("r1"));
        talk.State.IsResponseExpected.ShouldBeFalse();
        talk.State.HasActiveResponse.ShouldBeTrue();
        talk.Server("""{"type":"conversation.item.input_audio_transcription.delta","event_id":"s","item_id":"x1","content_index":0,"delta":"Hi"}""");
        talk.Server(Wire.Output("added", "r1", 0, Wire.Message("a1", "assistant", "in_progress")));
        talk.Server(Wire.Item("added", "a1", "assistant", "in_progress", "", "x1"));
        talk.State.IsVoiceLocked.ShouldBeFalse();
        talk.Server(Wire.Content("response.content_part.added", "r1", "a1", "\"part\":{\"type\":\"audio\",\"transcript\":\"\"}"));
        talk.State.IsVoiceLocked.ShouldBeTrue();
        talk.Server(Wire.Content("response.output_audio_transcript.delta", "r1", "a1", "\"delta\":\"Hello\""));
        talk.Server(Wire.Content("response.output_audio.done", "r1", "a1", "\"x\":0"));
        talk.Server(Wire.Content("response.output_audio_transcript.done", "r1", "a1", "\"transcript\":\"Hello\""));
        talk.Server(Wire.Content("response.content_part.done", "r1", "a1", "\"part\":{\"type\":\"audio\",\"transcript\":\"Hello\"}"));
        var whole = Wire.Message("a1", "assistant", "completed", """{"type":"output_audio","transcript":"Hello"}""");
        talk.Server(Wire.ItemEvent("done", whole, "x1"));
        talk.Server(Wire.Output("done", "r1", 0, whole));
        talk.Server(Wire.ResponseDone("r1", "completed", whole));
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.Server(Wire.Transcript("x1", "Hi there"));

        talk.State.Items.Select(item => item.Content[0].Transcript).ShouldBe(["Hi there", "Hello"]);
        talk.State.Items.Select(item => item.Role).ShouldBe(["user", "assistant"]);
    }

    [Fact]
    public void A_turn_that_the_gateway_answers_itself_ends_with_its_commit()
    {
        var talk = Talk.Started(turnDetection: Wire.GatedVad);

        talk.Speak("x1", null);

        talk.State.IsResponseExpected.ShouldBeFalse();
        talk.State.CanCreateResponse.ShouldBeTrue();
        talk.State.IsTurnEnd.ShouldBeTrue();
    }

    [Fact]
    public void A_timeout_turn_without_speech_expects_a_response()
    {
        var talk = Talk.Started();
        talk.Server("""{"type":"input_audio_buffer.timeout_triggered","event_id":"s","audio_start_ms":0,"audio_end_ms":6000,"item_id":"x1"}""");
        talk.Server("""{"type":"input_audio_buffer.committed","event_id":"s","item_id":"x1"}""");

        talk.State.IsResponseExpected.ShouldBeTrue();
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.ResponseDone("r1", "completed", ""));
        talk.State.IsTurnEnd.ShouldBeTrue();
    }

    [Fact]
    public void New_speech_takes_the_place_of_the_expected_response()
    {
        var talk = Talk.Started();
        talk.Speak("x1", null);
        talk.Server("""{"type":"input_audio_buffer.speech_started","event_id":"s","item_id":"x2"}""");

        talk.State.IsResponseExpected.ShouldBeFalse();
        talk.State.Speech.ShouldBe(SpeechState.Speaking);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_manual_turn_is_followed_from_audio_to_answer(bool throughSnapshots)
    {
        var talk = Talk.Started(throughSnapshots, "null");
        talk.State.NoteInputAudio();
        talk.State.HasInputAudio.ShouldBeTrue();
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.Client("""{"type":"input_audio_buffer.commit","event_id":"c1"}""");
        talk.State.HasInputAudio.ShouldBeFalse();
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.State.NoteInputAudio();
        talk.Server("""{"type":"input_audio_buffer.committed","event_id":"s","item_id":"x1","previous_item_id":null}""");
        talk.State.HasInputAudio.ShouldBeTrue("it came after the commit");
        talk.Client("""{"type":"input_audio_buffer.clear","event_id":"c2"}""");
        talk.Server("""{"type":"input_audio_buffer.cleared","event_id":"s"}""");
        talk.State.PendingRequests.ShouldBeEmpty();
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.State.IsResponseExpected.ShouldBeFalse();

        talk.Client("""{"type":"response.create"}""");
        talk.State.IsTurnEnd.ShouldBeFalse();
        talk.Server(Wire.ResponseCreated("r1"));
        talk.Server(Wire.ResponseDone("r1", "completed", Wire.Message("a1", "assistant", "completed", """{"type":"output_audio","transcript":"Yes"}""")));
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.State.Items.Select(item => item.Id).ShouldBe(["x1", "a1"]);
    }

    [Fact]
    public void A_commit_by_the_client_expects_no_response_even_with_turn_detection()
    {
        var talk = Talk.Started();
        talk.Client("""{"type":"input_audio_buffer.commit"}""");
        talk.Server("""{"type":"input_audio_buffer.committed","event_id":"s","item_id":"x1"}""");

        talk.State.IsResponseExpected.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_transcription_session_has_turns_and_no_responses(bool throughSnapshots)
    {
        var talk = new Talk(throughSnapshots);
        talk.Server(Wire.Session("session.created", Wire.ServerVad, kind: "transcription"));
        talk.Client("""{"type":"session.update","session":{"type":"transcription","audio":{"input":{"transcription":{"model":"t"}}}}}""");
        talk.Server(Wire.Session("session.updated", Wire.ServerVad, kind: "transcription"));
        talk.State.Settings.Kind.ShouldBe(SessionKind.Transcription);
        talk.State.CanCreateResponse.ShouldBeFalse();

        talk.Speak("x1", null);
        talk.State.IsTurnEnd.ShouldBeTrue();
        talk.Speak("x2", "x1");
        talk.Server(Wire.Transcript("x2", "second"));
        talk.Server(Wire.Transcript("x1", "first"));

        talk.State.Items.Select(item => item.Content[0].Transcript).ShouldBe(["first", "second"]);
    }
}
