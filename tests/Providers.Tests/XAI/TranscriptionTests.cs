using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.XAI;

public class TranscriptionTests
{
    private const string Prefix = "conversation.item.input_audio_transcription.";
    private readonly XaiWire _wire = new();

    [Fact]
    public void Text_that_continues_what_was_told_becomes_a_delta()
    {
        _wire.Xai(Updated("u1", "Tell me")).ShouldBeEvents(Delta("u1", "Tell me"));
        _wire.Xai(Updated("u1", "Tell me more")).ShouldBeEvents(Delta("u1", " more"));
        _wire.Xai(Updated("u1", "Tell me more")).ShouldBeEmpty();
    }

    [Fact]
    public void Text_that_was_corrected_waits_until_it_continues_again_or_is_complete()
    {
        _wire.Xai(Updated("u1", "Tell me"));

        _wire.Xai(Updated("u1", "Sell me a car")).ShouldBeEmpty();
        _wire.Xai(Updated("u1", "Tell me a story")).ShouldBeEvents(Delta("u1", " a story"));
        _wire.Xai(Completed("u1", "Tell me a story.")).ShouldHaveSingleItem().Type().ShouldBe(Prefix + "completed");
    }

    [Fact]
    public void Several_completed_of_one_item_become_the_last_one()
    {
        _wire.Xai(Completed("u1", "one", "in_progress")).Select(JsonAssertions.Type).ShouldBe([Prefix + "delta"]);
        _wire.Xai(Completed("u1", "one two", "in_progress")).Select(JsonAssertions.Type).ShouldBe([Prefix + "delta"]);

        _wire.Xai(Completed("u1", "One, two.", "completed")).ShouldBeEvents("""
            {"type":"conversation.item.input_audio_transcription.completed","event_id":"*","item_id":"u1","content_index":0,
            "transcript":"One, two.","usage":{"type":"duration","seconds":0}}
            """);
        _wire.Xai(Completed("u1", "One, two, three.", "completed")).ShouldBeEmpty();
        _wire.Xai(Updated("u1", "one two three")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"response.created","response":{"id":"r1"}}""")]
    [InlineData("""{"type":"input_audio_buffer.speech_started","item_id":"u2"}""")]
    [InlineData("""{"type":"input_audio_buffer.committed","item_id":"u2"}""")]
    public void Held_text_goes_out_before_the_next_response_or_speech(string next)
    {
        _wire.Xai(Completed("u1", "one", "in_progress"));

        var events = _wire.Xai(next);

        events.Length.ShouldBe(2);
        events[0].ShouldBeEvent("""
            {"type":"conversation.item.input_audio_transcription.completed","event_id":"*","item_id":"u1","content_index":0,
            "transcript":"one","usage":{"type":"duration","seconds":0}}
            """);
        events[1].Type().ShouldBe(next.Type());
    }

    [Fact]
    public void Held_text_waits_while_its_own_item_is_spoken()
    {
        _wire.Xai(Completed("u1", "one", "in_progress"));

        _wire.Xai("""{"type":"input_audio_buffer.speech_started","item_id":"u1"}""").ShouldHaveSingleItem();
        _wire.Xai("""{"type":"input_audio_buffer.committed","item_id":"u1"}""").ShouldHaveSingleItem();
    }

    [Fact]
    public void Usage_is_the_audio_between_the_commits()
    {
        // 24 kHz, 16 bits: 48,000 bytes a second.
        _wire.Client(Append(48_000));
        _wire.Client(Append(24_000));
        _wire.Xai("""{"type":"input_audio_buffer.committed","item_id":"u1"}""");
        _wire.Client(Append(12_000));
        _wire.Xai("""{"type":"input_audio_buffer.committed","item_id":"u2"}""");

        Seconds(_wire.Xai(Completed("u1", "a"))).ShouldBe(2);
        Seconds(_wire.Xai(Completed("u2", "b"))).ShouldBe(1);
    }

    [Fact]
    public void Usage_of_a_commit_of_the_clients_ends_where_the_client_committed()
    {
        _wire.Client(Append(96_000));
        _wire.Client("""{"type":"input_audio_buffer.commit"}""");
        _wire.Client(Append(24_000));
        _wire.Xai("""{"type":"input_audio_buffer.committed","item_id":"u1"}""");
        _wire.Xai("""{"type":"input_audio_buffer.committed","item_id":"u2"}""");

        Seconds(_wire.Xai(Completed("u1", "a"))).ShouldBe(2);
        Seconds(_wire.Xai(Completed("u2", "b"))).ShouldBe(1);
    }

    [Fact]
    public void Usage_leaves_out_what_the_client_cleared()
    {
        _wire.Client(Append(96_000));
        _wire.Client("""{"type":"input_audio_buffer.clear"}""");
        _wire.Client(Append(24_000));
        _wire.Xai("""{"type":"input_audio_buffer.committed","item_id":"u1"}""");

        Seconds(_wire.Xai(Completed("u1", "a"))).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"type":"audio/pcmu"}""", 8_000)]
    [InlineData("""{"type":"audio/pcma"}""", 8_000)]
    [InlineData("""{"type":"audio/pcm","rate":16000}""", 32_000)]
    [InlineData("""{"type":"audio/pcm"}""", 48_000)]
    public void Usage_knows_the_format(string format, int bytesPerSecond)
    {
        _wire.Client("""{"type":"session.update","session":{"audio":{"input":{"format":<>}}}}""".With(format));
        _wire.Client(Append(bytesPerSecond));
        _wire.Xai("""{"type":"input_audio_buffer.committed","item_id":"u1"}""");

        Seconds(_wire.Xai(Completed("u1", "a"))).ShouldBe(1);
    }

    [Fact]
    public void Usage_of_xAIs_own_is_kept() => _wire
        .Xai1("""{"type":"conversation.item.input_audio_transcription.completed","event_id":"x","item_id":"u1","content_index":0,"transcript":"a","usage":{"type":"tokens","total_tokens":3}}""")
        .ShouldBe("""{"type":"conversation.item.input_audio_transcription.completed","event_id":"x","item_id":"u1","content_index":0,"transcript":"a","usage":{"type":"tokens","total_tokens":3}}""");

    private static string Append(int bytes) =>
        """{"type":"input_audio_buffer.append","audio":"<>"}""".With(Convert.ToBase64String(new byte[bytes]));

    private static string Updated(string item, string text) =>
        """{"type":"conversation.item.input_audio_transcription.updated","item_id":"<>","transcript":"<>"}""".With(item).With(text);

    private static string Completed(string item, string text, string? status = null) =>
        """{"type":"conversation.item.input_audio_transcription.completed","item_id":"<>","transcript":"<>"<>}""".With(item).With(text)
            .With(status is null ? "" : $",\"status\":\"{status}\"");

    private static string Delta(string item, string delta) =>
        """{"type":"conversation.item.input_audio_transcription.delta","event_id":"*","item_id":"<>","content_index":0,"delta":"<>"}""".With(item).With(delta);

    private static int Seconds(string[] events) =>
        JsonNode.Parse(events.ShouldHaveSingleItem())!["usage"]!["seconds"]!.GetValue<int>();
}
