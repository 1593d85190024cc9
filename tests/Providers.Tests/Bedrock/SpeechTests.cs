
namespace Realtime.Providers.Tests.Bedrock;

public sealed class SpeechTests
{
    private const byte Loud = 0x20;

    [Fact]
    public void Client_is_told_of_speech_when_it_sounds_and_not_when_its_words_come()
    {
        var wire = NovaWire.Begun();
        wire.Client(InputTests.Append(400)).ShouldBeEmpty();

        var started = wire.Client(InputTests.Append(200, Loud)).ShouldHaveSingleItem();

        started.Said("type").ShouldBe("input_audio_buffer.speech_started");
        started.At("audio_start_ms").GetValue<int>().ShouldBeInRange(380, 420);
        wire.Client(InputTests.Append(900)).ShouldBeEmpty();
        wire.Nova(NovaScript.User("hello")).ShouldBeEmpty();
        var stopped = wire.Nova(NovaScript.Answer("hi"))[0];
        stopped.Said("type").ShouldBe("input_audio_buffer.speech_stopped");
        stopped.Said("item_id").ShouldBe(started.Said("item_id"));
        stopped.At("audio_end_ms").GetValue<int>().ShouldBeInRange(580, 640);
    }

    [Fact]
    public void Speech_into_an_answer_is_told_at_once_and_cancels_when_the_service_says_so()
    {
        var wire = NovaWire.Begun();
        wire.Nova(NovaScript.Answer("A long story.", "PARTIAL_TURN"));

        wire.Client(InputTests.Append(200, Loud)).Types().ShouldBe(["input_audio_buffer.speech_started"]);

        var cut = wire.Nova(
        [
            NovaScript.Start("m", "TEXT", "ASSISTANT", "FINAL"), NovaScript.Text("m", """{ "interrupted" : true }"""), NovaScript.End("m", "TEXT", "INTERRUPTED"),
        ]);
        cut.Types().ShouldNotContain("input_audio_buffer.speech_started");
        cut.One("response.done").Said("response.status_details.reason").ShouldBe("turn_detected");
    }

    [Fact]
    public void Noise_of_which_the_service_makes_no_word_is_taken_back()
    {
        var wire = NovaWire.Begun();
        var noise = wire.Client(InputTests.Append(200, Loud)).One("input_audio_buffer.speech_started");
        wire.Client(InputTests.Append(600)).ShouldBeEmpty();
        wire.After(4_900).ShouldBeEmpty();

        var taken = wire.After(100);

        taken.Types().ShouldBe(["input_audio_buffer.speech_stopped", "input_audio_buffer.cleared"]);
        taken[0].Said("item_id").ShouldBe(noise.Said("item_id"));
        wire.Client(InputTests.Append(200, Loud)).One("input_audio_buffer.speech_started").Said("item_id").ShouldNotBe(noise.Said("item_id"));
        wire.Nova([.. NovaScript.User("hello"), .. NovaScript.Answer("hi")]).Types()[0].ShouldBe("input_audio_buffer.speech_stopped");
    }

    [Fact]
    public void Turn_with_a_pause_in_it_is_one_and_is_not_taken_back()
    {
        var wire = NovaWire.Begun();
        wire.Client(InputTests.Append(200, Loud)).One("input_audio_buffer.speech_started");
        wire.Client(InputTests.Append(600));
        wire.Nova(NovaScript.User("well"));
        wire.Client(InputTests.Append(200, Loud)).ShouldBeEmpty();
        wire.Client(InputTests.Append(600)).ShouldBeEmpty();

        wire.After(6_000).ShouldBeEmpty();

        wire.Nova([.. NovaScript.User("hello", "v"), .. NovaScript.Answer("hi")])
            .One("conversation.item.input_audio_transcription.completed").Said("transcript").ShouldBe("well hello");
    }

    [Fact]
    public void Threshold_of_the_client_says_what_is_loud()
    {
        var wire = NovaWire.Begun("""{"audio":{"input":{"turn_detection":{"type":"server_vad","threshold":1}}}}""");

        wire.Client(InputTests.Append(200, 0x02)).ShouldBeEmpty();
        wire.Client(InputTests.Append(200, 0x30)).One("input_audio_buffer.speech_started");
    }
}
