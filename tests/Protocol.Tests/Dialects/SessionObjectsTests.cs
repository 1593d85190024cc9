using System.Text;
using System.Text.Json.Nodes;
using Realtime.Protocol.Dialects;

namespace Realtime.Protocol.Tests.Dialects;

/// <summary>Session objects in the bodies and answers of minting calls.</summary>
public sealed class SessionObjectsTests
{
    [Fact]
    public void BetaToGa_makes_the_session_of_a_minting_call()
    {
        var beta = JsonNode.Parse("""{"model":"m","modalities":["audio","text"],"voice":"ash","temperature":0.7,"turn_detection":null}""")!.AsObject();

        SessionObjects.BetaToGa(beta, SessionKind.Realtime).ToJsonString().ShouldBeJson(
            """{"type":"realtime","model":"m","output_modalities":["audio"],"audio":{"input":{"turn_detection":null},"output":{"voice":"ash"}}}""");
    }

    [Fact]
    public void BetaToGa_takes_the_kind_that_the_path_tells() =>
        SessionObjects.BetaToGa(
            JsonNode.Parse("""{"modalities":["text"],"input_audio_format":"pcm16"}""")!.AsObject(), SessionKind.Transcription)
            .ToJsonString().ShouldBeJson(
            """{"type":"transcription","audio":{"input":{"format":{"type":"audio/pcm","rate":24000}}}}""");

    [Fact]
    public void BetaToGa_of_text_keeps_what_no_string_can_hold() =>
        Encoding.UTF8.GetString(SessionObjects.BetaToGa("""{"instructions":"\ud800","speed":1.10}"""u8.ToArray(), SessionKind.Realtime)!)
            .ShouldBe("""{"type":"realtime","instructions":"\ud800","audio":{"output":{"speed":1.10}}}""");

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    public void Text_that_is_no_object_gives_nothing(string text)
    {
        SessionObjects.BetaToGa(Encoding.UTF8.GetBytes(text), SessionKind.Realtime).ShouldBeNull();
        SessionObjects.GaToBeta(Encoding.UTF8.GetBytes(text)).ShouldBeNull();
    }

    [Fact]
    public void GaToBeta_gives_the_flat_session_with_its_temperature() =>
        SessionObjects.GaToBeta(
            JsonNode.Parse("""{"type":"realtime","id":"s","output_modalities":["audio"],"audio":{"output":{"voice":"ash"}}}""")!.AsObject(), 0.7)
            .ToJsonString().ShouldBeJson("""{"id":"s","modalities":["audio","text"],"voice":"ash","temperature":0.7}""");

    [Fact]
    public void GaToBeta_transcription_session_has_no_temperature() =>
        Encoding.UTF8.GetString(SessionObjects.GaToBeta("""{"type":"transcription","id":"s"}"""u8.ToArray())!).ShouldBe("""{"id":"s"}""");

    [Fact]
    public void MintingAnswerToBeta_puts_the_secret_into_the_session() =>
        SessionObjects.MintingAnswerToBeta(
            JsonNode.Parse("""{"value":"ek_1","expires_at":123,"session":{"type":"realtime","id":"s","max_output_tokens":5}}""")!.AsObject())
            .ToJsonString().ShouldBeJson(
            """{"id":"s","max_response_output_tokens":5,"temperature":0.8,"client_secret":{"value":"ek_1","expires_at":123}}""");

    [Fact]
    public void BetaToGa_session_as_deep_as_readers_go_is_translated()
    {
        var schema = string.Concat(Enumerable.Repeat("""{"x":""", 62)) + "1" + new string('}', 62);
        var beta = JsonNode.Parse($$"""{"turn_detection":{{schema}}}""")!.AsObject();

        SessionObjects.BetaToGa(beta, SessionKind.Realtime)["audio"]!["input"]!["turn_detection"]!["x"].ShouldNotBeNull();
    }
}
