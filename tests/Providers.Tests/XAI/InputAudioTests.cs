using Realtime.Providers.XAI.Audio;

namespace Realtime.Providers.Tests.XAI;

public class InputAudioTests
{
    private readonly XaiWire _wire = new();

    [Fact]
    public void Times_that_are_missing_are_counted_from_the_audio()
    {
        Send(24_000);
        _wire.Xai1("""{"type":"input_audio_buffer.speech_started","event_id":"x1","item_id":"u1"}""").ShouldBeEvent(
            """{"type":"input_audio_buffer.speech_started","event_id":"x1","item_id":"u1","audio_start_ms":500}""");
        Send(48_000);
        _wire.Xai1("""{"type":"input_audio_buffer.speech_stopped","event_id":"x2"}""").ShouldBeEvent(
            """{"type":"input_audio_buffer.speech_stopped","event_id":"x2","item_id":"u1","audio_end_ms":1500}""");
        _wire.Xai1("""{"type":"input_audio_buffer.committed","event_id":"x3"}""").ShouldBeEvent(
            """{"type":"input_audio_buffer.committed","event_id":"x3","item_id":"u1","previous_item_id":null}""");
        Send(24_000);
        _wire.Xai1("""{"type":"input_audio_buffer.timeout_triggered","event_id":"x4","item_id":"u2"}""").ShouldBeEvent(
            """{"type":"input_audio_buffer.timeout_triggered","event_id":"x4","item_id":"u2","audio_start_ms":1500,"audio_end_ms":2000}""");
    }

    [Theory]
    [InlineData("""{"type":"input_audio_buffer.speech_started","event_id":"x1","item_id":"u1","audio_start_ms":7}""")]
    [InlineData("""{"event_id":"x1", "type":"input_audio_buffer.speech_stopped","item_id":"u1","audio_end_ms":9}""")]
    [InlineData("""{"type":"input_audio_buffer.cleared","event_id":"x1"}""")]
    public void Event_that_is_complete_passes_byte_for_byte(string json) => _wire.Xai(json).ShouldBe([json]);

    [Theory]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAAA"}""", 3)]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAA="}""", 2)]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AA=="}""", 1)]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAA"}""", 2)]
    [InlineData("""{"type":"input_audio_buffer.append","audio":""}""", 0)]
    [InlineData("""{ "event_id" : "audio" , "audio" : "AAAAAAAA" , "type":"input_audio_buffer.append"}""", 6)]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"\u002BA\/A\u002bA=="}""", 4)]
    [InlineData("""{"type":"input_audio_buffer.append","audio":12}""", 0)]
    [InlineData("""{"type":"input_audio_buffer.append","audio":"AAAA""", 0)]
    [InlineData("""{"type":"input_audio_buffer.append"}""", 0)]
    [InlineData("\"audio\"", 0)]
    public void AudioBytes_reads_the_length_off_the_text(string json, long expected) =>
        AppendScan.AudioBytes(System.Text.Encoding.UTF8.GetBytes(json)).ShouldBe(expected);

    [Fact]
    public void Audio_of_the_client_passes_byte_for_byte()
    {
        const string Append = """{"audio" : "AAAA", "type":"input_audio_buffer.append"}""";

        _wire.Client(Append).ShouldBe([Append]);
    }

    private void Send(int bytes) =>
        _wire.Client("""{"type":"input_audio_buffer.append","audio":"<>"}""".With(Convert.ToBase64String(new byte[bytes])));
}
