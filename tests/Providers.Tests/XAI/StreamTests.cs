using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.XAI;

public class StreamTests
{
    private readonly XaiWire _wire = new();

    public StreamTests()
    {
        Begin("r1");
    }

    [Theory]
    [InlineData("response.text.delta", "response.output_text.delta")]
    [InlineData("response.audio.delta", "response.output_audio.delta")]
    [InlineData("response.audio_transcript.delta", "response.output_audio_transcript.delta")]
    [InlineData("response.text.done", "response.output_text.done")]
    [InlineData("response.audio.done", "response.output_audio.done")]
    [InlineData("response.audio_transcript.done", "response.output_audio_transcript.done")]
    public void Former_name_becomes_the_present_one(string former, string present)
    {
        var sent = _wire.Xai1("""{"type":"<>","delta":"AAAA"}""".With(former));

        sent.Type().ShouldBe(present);
        RequiredFields.Check(sent);
    }

    [Theory]
    [InlineData("response.output_text.delta", "response.text.delta")]
    [InlineData("response.text.delta", "response.output_text.delta")]
    [InlineData("response.output_text.done", "response.text.done")]
    [InlineData("response.output_audio_transcript.delta", "response.audio_transcript.delta")]
    [InlineData("response.audio_transcript.done", "response.output_audio_transcript.done")]
    [InlineData("response.output_audio.done", "response.audio.done")]
    public void Event_that_comes_under_both_names_is_told_once(string first, string second)
    {
        for (var index = 0; index < 2; index++)
        {
            _wire.Xai("""{"type":"<>","delta":"x"}""".With(first)).Length.ShouldBe(1);
            _wire.Xai("""{"type":"<>","delta":"x"}""".With(second)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Name_that_another_response_uses_alone_is_not_dropped()
    {
        _wire.Xai("""{"type":"response.output_text.delta","delta":"x"}""").Length.ShouldBe(1);
        Begin("r2");

        _wire.Xai("""{"type":"response.text.delta","delta":"x"}""").Length.ShouldBe(1);
    }

    [Fact]
    public void Name_of_the_deltas_does_not_decide_the_name_of_the_end()
    {
        _wire.Xai("""{"type":"response.text.delta","delta":"x"}""").Length.ShouldBe(1);

        _wire.Xai("""{"type":"response.output_text.done","text":"x"}""").Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"type":"response.output_audio.delta","delta":"AAAA"}""")]
    [InlineData("""{ "type" : "response.output_text.delta" ,"event_id":"x","response_id":"r1","item_id":"a1","output_index":0,"content_index":0,"delta":"\u00fcber"}""")]
    [InlineData("""{"type":"response.output_audio_transcript.delta","event_id":"x","response_id":"r1","item_id":"a1","output_index":0,"content_index":0,"delta":"a"}""")]
    public void Delta_that_needs_nothing_passes_byte_for_byte(string json) => _wire.Xai(json).ShouldBe([json]);

    [Fact]
    public void Written_text_is_told_in_full_at_its_end()
    {
        _wire.Xai("""{"type":"response.content_part.added","part":{"type":"output_text","text":""}}""");
        _wire.Xai("""{"type":"response.output_text.delta","delta":"one "}""");
        _wire.Xai("""{"type":"response.text.delta","delta":"one "}""");
        _wire.Xai("""{"type":"response.output_text.delta","delta":"two"}""");

        _wire.XaiObject("""{"type":"response.output_text.done"}""")["text"]!.ToString().ShouldBe("one two");
        _wire.XaiObject("""{"type":"response.content_part.done"}""")["part"].ShouldBeJson("""{"type":"text","text":"one two"}""");
    }

    [Fact]
    public void Text_beside_a_spoken_part_does_not_get_into_its_transcript()
    {
        _wire.Xai("""{"type":"response.content_part.added","part":{"type":"audio"}}""");
        _wire.Xai("""{"type":"response.output_audio_transcript.delta","delta":"Hi"}""");
        _wire.Xai("""{"type":"response.output_text.delta","delta":"Hi"}""");

        _wire.XaiObject("""{"type":"response.output_audio_transcript.done"}""")["transcript"]!.ToString().ShouldBe("Hi");
    }

    [Fact]
    public void Transcript_that_is_told_at_its_end_only_is_in_the_part()
    {
        _wire.Xai("""{"type":"response.content_part.added"}""");
        _wire.Xai("""{"type":"response.output_audio_transcript.done","transcript":"Hi"}""");

        _wire.XaiObject("""{"type":"response.content_part.done"}""")["part"].ShouldBeJson("""{"type":"audio","transcript":"Hi"}""");
    }

    [Fact]
    public void Arguments_that_end_without_their_text_are_what_streamed()
    {
        _wire.Xai("""{"type":"response.output_item.added","item":{"id":"f1","type":"function_call","call_id":"k1","name":"f"}}""");
        _wire.Xai("""{"type":"response.function_call_arguments.delta","item_id":"f1","delta":"{\"a\":"}""");
        _wire.Xai("""{"type":"response.function_call_arguments.delta","item_id":"f1","delta":"1}"}""");

        var done = _wire.XaiObject("""{"type":"response.function_call_arguments.done","item_id":"f1"}""");

        (done["call_id"]!.ToString(), done["name"]!.ToString(), done["arguments"]!.ToString()).ShouldBe(("k1", "f", """{"a":1}"""));
        JsonNode.Parse(_wire.Xai("""{"type":"response.output_item.done","item":{"id":"f1","type":"function_call","call_id":"k1","name":"f"}}""")[^1])!
            ["item"]!["arguments"]!.ToString().ShouldBe("""{"a":1}""");
    }

    private void Begin(string id)
    {
        _wire.Xai("""{"type":"response.created","response":{"id":"<>"}}""".With(id));
        _wire.Xai("""{"type":"response.output_item.added","item":{"id":"a1","type":"message","role":"assistant"}}""");
    }
}
