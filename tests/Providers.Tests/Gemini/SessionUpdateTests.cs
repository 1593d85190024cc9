using System.Text.Json.Nodes;
using Realtime.Protocol.Translation;

namespace Realtime.Providers.Tests.Gemini;

/// <summary>Settings that a client changes while it talks.</summary>
public sealed class SessionUpdateTests
{
    [Fact]
    public void Instructions_and_tools_are_changed_on_the_connection_where_the_model_takes_it()
    {
        var wire = LiveWire.Started();

        wire.Client(Update("""{"type":"realtime","instructions":"be long","tools":[{"type":"function","name":"f"}]}"""));

        wire.Types.ShouldBe(["session.updated"]);
        wire.ToService.Single().ToJsonString().ShouldBe(
            """{"contextUpdate":{"systemInstruction":{"parts":[{"text":"be long"}],"role":"user"},"tools":{"tools":[{"functionDeclarations":[{"name":"f"}]}]}}}""");
        wire.Renewals.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gemini-3.8-live", """{"type":"realtime","audio":{"output":{"voice":"sage"}}}""")]
    [InlineData("gemini-3.8-live", """{"type":"realtime","instructions":"x","temperature":0.2}""")]
    [InlineData("gemini-2.5-flash-native-audio", """{"type":"realtime","instructions":"x"}""")]
    [InlineData("gemini-3.8-live", """{"type":"realtime","audio":{"input":{"turn_detection":null}}}""")]
    [InlineData("gemini-3.8-live", """{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1"}}}}""")]
    public void What_only_a_fresh_setup_can_change_is_told_at_once_and_asks_for_a_connection(string model, string patch)
    {
        var wire = LiveWire.Started(model);

        wire.Client(Update(patch));

        wire.Types.ShouldBe(["session.updated"]);
        wire.ToService.ShouldBeEmpty();
        wire.Renewals.ShouldBe([new UpstreamRenewal(UpstreamRenewalCause.Settings)]);
    }

    [Theory]
    [InlineData("""{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcmu"}},"output":{"format":{"type":"audio/pcma"}}}}""")]
    [InlineData("""{"type":"realtime","audio":{"input":{"transcription":null}}}""")]
    [InlineData("""{"type":"realtime","tracing":"auto"}""")]
    [InlineData("""{"type":"realtime","audio":{"output":{"speed":1.2}}}""")]
    [InlineData("""{"type":"realtime"}""")]
    public void What_concerns_the_client_alone_opens_no_connection(string patch)
    {
        var wire = LiveWire.Started(settings: LiveWire.Transcribing);

        wire.Client(Update(patch));

        wire.Types.ShouldBe(["session.updated"]);
        wire.ToService.ShouldBeEmpty();
        wire.Renewals.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"transcription"}""", "unsupported_parameter", "session.type")]
    [InlineData("""{"colour":"blue"}""", "unknown_parameter", "session.colour")]
    [InlineData("""{"instructions":7}""", "invalid_value", "session.instructions")]
    [InlineData("""{"tools":{}}""", "invalid_value", "session.tools")]
    [InlineData("""{"audio":{"input":[]}}""", "invalid_value", "session.audio.input")]
    [InlineData("""{"tool_choice":"required"}""", "unsupported_parameter", "session.tool_choice")]
    [InlineData("""{"tool_choice":{"type":"function","name":"f"}}""", "unsupported_parameter", "session.tool_choice")]
    [InlineData("""{"tools":[{"type":"mcp","server_label":"x"}]}""", "unsupported_parameter", "session.tools[0].type")]
    [InlineData("""{"tools":[{"type":"function","name":"0 f"}]}""", "invalid_value", "session.tools[0].name")]
    [InlineData("""{"prompt":{"id":"p"}}""", "unsupported_parameter", "session.prompt")]
    [InlineData("""{"include":["item.input_audio_transcription.logprobs"]}""", "unsupported_parameter", "session.include")]
    [InlineData("""{"parallel_tool_calls":false}""", "unsupported_parameter", "session.parallel_tool_calls")]
    [InlineData("""{"reasoning":{"effort":"low"}}""", "unsupported_parameter", "session.reasoning")]
    [InlineData("""{"output_modalities":["text","audio"]}""", "invalid_value", "session.output_modalities")]
    [InlineData("""{"max_output_tokens":0}""", "invalid_value", "session.max_output_tokens")]
    [InlineData("""{"temperature":3}""", "invalid_value", "session.temperature")]
    [InlineData("""{"audio":{"input":{"format":{"type":"audio/pcm","rate":44100}}}}""", "invalid_value", "session.audio.input.format")]
    [InlineData("""{"audio":{"output":{"format":{"type":"audio/opus"}}}}""", "invalid_value", "session.audio.output.format")]
    [InlineData("""{"audio":{"output":{"voice":{"id":"voice_1"}}}}""", "unsupported_parameter", "session.audio.output.voice")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"server_vad","idle_timeout_ms":6000}}}}""", "unsupported_parameter", "session.audio.input.turn_detection.idle_timeout_ms")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"magic"}}}}""", "invalid_value", "session.audio.input.turn_detection.type")]
    public void What_the_service_cannot_do_is_an_error_that_names_the_field_and_changes_nothing(string patch, string code, string param)
    {
        var wire = LiveWire.Started();

        wire.Client($$$$$"""{"type":"session.update","event_id":"e1","session":{{{{{patch}}}}}}""");

        wire.Types.ShouldBe(["error"]);
        var error = wire.Last("error")["error"]!;
        ((string?)error["code"], (string?)error["param"], (string?)error["event_id"]).ShouldBe((code, param, "e1"));
        wire.ToService.ShouldBeEmpty();
        wire.Renewals.ShouldBeEmpty();
    }

    [Fact]
    public void The_voice_stays_once_it_was_heard()
    {
        var wire = LiveWire.Started().Server(LiveWire.Speech());

        wire.Client(Update("""{"type":"realtime","audio":{"output":{"voice":"sage"}}}"""));

        wire.Last("error")["error"]!["code"]!.ToString().ShouldBe("cannot_update_voice");
    }

    [Fact]
    public void The_answer_tells_the_whole_session_in_force()
    {
        var wire = LiveWire.Started();

        wire.Client(Update("""{"type":"realtime","instructions":"x","audio":{"input":{"turn_detection":{"type":"semantic_vad"},"noise_reduction":{"type":"near_field"}},"output":{"speed":1.5}}}"""));

        var session = wire.Last("session.updated")["session"]!;
        session["audio"]!["input"]!["turn_detection"]!.ToJsonString().ShouldBe(
            """{"type":"semantic_vad","eagerness":"auto","create_response":true,"interrupt_response":true}""");
        ((double)session["audio"]!["output"]!["speed"]!).ShouldBe(1);
        session["audio"]!["input"]!["noise_reduction"].ShouldBeNull();
        session["model"]!.ToString().ShouldBe("gemini-3.8-live");
        (session["audio"]!["input"]!.AsObject().ContainsKey("transcription"), (JsonNode?)session["audio"]!["input"]!["transcription"]).ShouldBe((true, null));
    }

    private static string Update(string session) => $$$$$"""{"type":"session.update","session":{{{{{session}}}}}}""";
}
