using Realtime.Protocol.Translation;

namespace Realtime.Providers.Tests.Bedrock;

public sealed class SessionTests
{
    [Fact]
    public void Session_is_told_at_once_and_nothing_goes_up_before_its_settings_or_a_second()
    {
        var wire = new NovaWire();

        var created = wire.Open().ShouldHaveSingleItem();

        created.Said("type").ShouldBe("session.created");
        created.Said("session.audio.output.voice").ShouldBe("matthew");
        wire.TakeProvider().ShouldBeEmpty();
        wire.After(1000);
        wire.TakeProviderNames().ShouldBe(["sessionStart", "promptStart", "contentStart", "textInput", "contentEnd"]);
    }

    [Fact]
    public void First_update_begins_the_stream_with_its_settings()
    {
        var wire = new NovaWire();
        wire.Open();

        var updated = wire.Client("""
            {"type":"session.update","session":{"type":"realtime","instructions":"Speak like a pirate.","temperature":0.3,"max_output_tokens":200,
             "audio":{"input":{"turn_detection":{"type":"semantic_vad","eagerness":"high"}},"output":{"voice":"coral"}},
             "tools":[{"type":"function","name":"f"}],"tool_choice":"required"}}
            """).ShouldHaveSingleItem();

        updated.Said("type").ShouldBe("session.updated");
        updated.Said("session.instructions").ShouldBe("Speak like a pirate.");
        var sent = wire.TakeProvider();
        var start = NovaWire.Fields(sent[0]);
        start.At("inferenceConfiguration.maxTokens").GetValue<int>().ShouldBe(200);
        start.At("inferenceConfiguration.temperature").GetValue<double>().ShouldBe(0.3);
        start.Said("turnDetectionConfiguration.endpointingSensitivity").ShouldBe("HIGH");
        var prompt = NovaWire.Fields(sent[1]);
        prompt.Said("audioOutputConfiguration.voiceId").ShouldBe("tiffany");
        prompt.At("audioOutputConfiguration.sampleRateHertz").GetValue<int>().ShouldBe(24000);
        prompt.Said("toolConfiguration.tools.0.toolSpec.inputSchema.json").ShouldBe("""{"type":"object","properties":{}}""");
        prompt.At("toolConfiguration.toolChoice.any").AsObject().ShouldBeEmpty();
        NovaWire.Fields(sent[3]).Said("content").ShouldBe("Speak like a pirate.");
        wire.Renewals.ShouldBeEmpty();
    }

    [Fact]
    public void First_generation_gets_no_turn_detection_and_its_own_limit()
    {
        var wire = new NovaWire();
        wire.Open("amazon.nova-sonic-v1:0");
        wire.Client("""{"type":"session.update","session":{"type":"realtime"}}""");

        var start = NovaWire.Fields(wire.TakeProvider()[0]);

        start.ContainsKey("turnDetectionConfiguration").ShouldBeFalse();
        start.At("inferenceConfiguration.maxTokens").GetValue<int>().ShouldBe(1024);
    }

    [Theory]
    [InlineData("""{"type":"server_vad","silence_duration_ms":200}""", "HIGH")]
    [InlineData("""{"type":"server_vad","silence_duration_ms":1500}""", "MEDIUM")]
    [InlineData("""{"type":"server_vad","silence_duration_ms":1501}""", "LOW")]
    [InlineData("""{"type":"server_vad"}""", "MEDIUM")]
    [InlineData("""{"type":"semantic_vad","eagerness":"low"}""", "LOW")]
    [InlineData("""{"type":"semantic_vad","eagerness":"auto"}""", "MEDIUM")]
    [InlineData("null", "MEDIUM")]
    public void Turn_detection_becomes_a_sensitivity(string detection, string sensitivity)
    {
        var wire = new NovaWire();
        wire.Open();
        wire.Client($$$"""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":{{{detection}}} } } } }""");

        NovaWire.Fields(wire.TakeProvider()[0]).Said("turnDetectionConfiguration.endpointingSensitivity").ShouldBe(sensitivity);
    }

    [Fact]
    public void What_cannot_be_honoured_of_turn_detection_is_told_as_it_is_in_force()
    {
        var wire = new NovaWire();
        wire.Open();

        var detection = wire.Client("""
            {"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":
             {"type":"server_vad","threshold":0.9,"prefix_padding_ms":100,"silence_duration_ms":700,"create_response":false,"interrupt_response":false}}}}}
            """).One("session.updated").At("session.audio.input.turn_detection").AsObject();

        detection.ToJsonString().ShouldBe("""{"type":"server_vad","threshold":0.9,"silence_duration_ms":700,"create_response":true,"interrupt_response":true}""");
    }

    [Theory]
    [InlineData("alloy", "matthew")]
    [InlineData("marin", "tiffany")]
    [InlineData("lupe", "lupe")]
    [InlineData("sage", "amy")]
    public void OpenAIs_voices_become_Novas_and_Novas_own_pass(string voice, string expected)
    {
        var wire = new NovaWire(new Dictionary<string, string> { ["sage"] = "amy" });
        wire.Open();
        wire.Client($$$"""{"type":"session.update","session":{"type":"realtime","audio":{"output":{"voice":"{{{voice}}}"} } } }""")
            .One("session.updated").Said("session.audio.output.voice").ShouldBe(voice);

        NovaWire.Fields(wire.TakeProvider()[1]).Said("audioOutputConfiguration.voiceId").ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"auto\"", "auto")]
    [InlineData("\"required\"", "any")]
    [InlineData("""{"type":"function","name":"f"}""", "tool")]
    public void Choice_of_tools_is_mapped(string choice, string expected)
    {
        var wire = new NovaWire();
        wire.Open();
        wire.Client($$$"""{"type":"session.update","session":{"type":"realtime","tools":[{"type":"function","name":"f"}],"tool_choice":{{{choice}}} }}""");

        NovaWire.Fields(wire.TakeProvider()[1]).At("toolConfiguration.toolChoice").AsObject().Single().Key.ShouldBe(expected);
    }

    [Fact]
    public void No_tool_may_be_chosen_by_having_none()
    {
        var wire = new NovaWire();
        wire.Open();
        wire.Client("""{"type":"session.update","session":{"type":"realtime","tools":[{"type":"function","name":"f"}],"tool_choice":"none"}}""");

        NovaWire.Fields(wire.TakeProvider()[1]).ContainsKey("toolConfiguration").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"prompt":{"id":"p"}}""", "session.prompt")]
    [InlineData("""{"reasoning":{"effort":"low"}}""", "session.reasoning")]
    [InlineData("""{"include":["item.input_audio_transcription.logprobs"]}""", "session.include")]
    [InlineData("""{"truncation":"disabled"}""", "session.truncation")]
    [InlineData("""{"parallel_tool_calls":false}""", "session.parallel_tool_calls")]
    [InlineData("""{"audio":{"input":{"noise_reduction":{"type":"near_field"}}}}""", "session.audio.input.noise_reduction")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"server_vad","idle_timeout_ms":6000}}}}""", "session.audio.input.turn_detection.idle_timeout_ms")]
    [InlineData("""{"audio":{"output":{"speed":1.2}}}""", "session.audio.output.speed")]
    [InlineData("""{"audio":{"output":{"voice":{"id":"voice_1"}}}}""", "session.audio.output.voice")]
    [InlineData("""{"tools":[{"type":"function","name":"f"},{"type":"mcp","server_label":"s"}]}""", "session.tools[1].type")]
    [InlineData("""{"tool_choice":{"type":"mcp","server_label":"s"}}""", "session.tool_choice")]
    [InlineData("""{"type":"transcription"}""", "session.type")]
    public void What_Nova_cannot_do_is_refused_by_name(string session, string param)
    {
        var wire = NovaWire.Begun();

        wire.Client($$"""{"type":"session.update","event_id":"mine","session":{{session}}}""")
            .Refused(param, "unsupported_parameter").Said("event_id").ShouldBe("mine");

        wire.Renewals.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"output_modalities":["audio","text"]}""", "session.output_modalities")]
    [InlineData("""{"max_output_tokens":0}""", "session.max_output_tokens")]
    [InlineData("""{"temperature":"warm"}""", "session.temperature")]
    [InlineData("""{"instructions":7}""", "session.instructions")]
    [InlineData("""{"audio":{"input":{"format":{"type":"audio/opus"}}}}""", "session.audio.input.format")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"push"}}}}""", "session.audio.input.turn_detection.type")]
    [InlineData("""{"tools":[{"type":"function"}]}""", "session.tools[0].name")]
    [InlineData("""{"tool_choice":{"type":"function","name":"g"}}""", "session.tool_choice.name")]
    public void Wrong_values_are_refused_by_name(string session, string param) =>
        NovaWire.Begun().Client($$"""{"type":"session.update","session":{{session}}}""").Refused(param, "invalid_value");

    [Fact]
    public void Unknown_setting_is_refused_by_name() =>
        NovaWire.Begun().Client("""{"type":"session.update","session":{"colour":"red"}}""").Refused("session.colour", "unknown_parameter");

    [Fact]
    public void Later_update_is_told_at_once_and_needs_a_fresh_stream()
    {
        var wire = NovaWire.Begun();

        wire.Client("""{"type":"session.update","session":{"instructions":"Be a cat."}}""").One("session.updated");

        wire.Renewals.ShouldBe([new UpstreamRenewal(UpstreamRenewalCause.Settings)]);
        wire.TakeProvider().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"audio":{"input":{"format":{"type":"audio/pcmu"}},"output":{"format":{"type":"audio/pcma"}}}}""")]
    [InlineData("""{"output_modalities":["text"]}""")]
    [InlineData("""{"audio":{"input":{"transcription":null}}}""")]
    [InlineData("""{"tracing":"auto"}""")]
    public void Update_that_concerns_the_clients_side_only_opens_no_new_stream(string session)
    {
        var wire = NovaWire.Begun();

        wire.Client($$"""{"type":"session.update","session":{{session}}}""").One("session.updated");

        wire.Renewals.ShouldBeEmpty();
    }

    [Fact]
    public void Replacing_stream_begins_at_once_with_the_settings_in_force()
    {
        var wire = NovaWire.Begun();
        var settings = wire.Client("""{"type":"session.update","session":{"instructions":"Be a cat.","temperature":0.1}}""")
            .One("session.updated")["session"]!.ToJsonString();

        wire.Open(settings: settings, isReplacement: true).One("session.created").Said("session.instructions").ShouldBe("Be a cat.");

        var sent = wire.TakeProvider();
        NovaWire.Fields(sent[0]).At("inferenceConfiguration.temperature").GetValue<double>().ShouldBe(0.1);
        NovaWire.Fields(sent[3]).Said("content").ShouldBe("Be a cat.");
    }

    [Fact]
    public void Event_that_is_none_of_a_clients_is_refused()
    {
        var wire = NovaWire.Begun();

        wire.Client("""{"type":"session.dance","event_id":"e"}""").Refused("type", "invalid_value");
        wire.Client("""{"type":"output_audio_buffer.clear","event_id":"e"}""").Refused("type").Said("event_id").ShouldBe("e");

        wire.TakeProvider().ShouldBeEmpty();
    }
}
