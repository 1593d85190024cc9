using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Realtime.Providers.Gemini;

namespace Realtime.Providers.Tests.Gemini;

/// <summary>What the settings of a session become in <c>setup</c>.</summary>
public sealed class SetupTests
{
    [Fact]
    public void A_session_without_settings_is_set_up_with_the_protocols_defaults() =>
        new LiveWire().Open().Setup.ToJsonString().ShouldBe(
            """{"model":"models/gemini-3.8-live","generationConfig":{"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Aoede"}}}},"realtimeInputConfig":{"automaticActivityDetection":{"disabled":false,"prefixPaddingMs":300,"silenceDurationMs":500}},"outputAudioTranscription":{},"sessionResumption":{},"contextWindowCompression":{"slidingWindow":{}}}""");

    [Theory]
    [InlineData("""{"instructions":"be brief"}""", "systemInstruction", """{"parts":[{"text":"be brief"}],"role":"user"}""")]
    [InlineData("""{"temperature":0.4}""", "generationConfig.temperature", "0.4")]
    [InlineData("""{"max_output_tokens":99}""", "generationConfig.maxOutputTokens", "99")]
    [InlineData("""{"max_output_tokens":"inf"}""", "generationConfig.maxOutputTokens", null)]
    [InlineData("""{"output_modalities":["text"]}""", "generationConfig.responseModalities", """["AUDIO"]""")]
    [InlineData("""{"audio":{"output":{"voice":"verse"}}}""", "generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName", "\"Orus\"")]
    [InlineData("""{"audio":{"output":{"voice":"Sulafat"}}}""", "generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName", "\"Sulafat\"")]
    [InlineData("""{"audio":{"output":{"voice":"mine"}}}""", "generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig.voiceName", "\"Kore\"")]
    [InlineData("""{"audio":{"input":{"transcription":{"model":"whisper-1"}}}}""", "inputAudioTranscription", "{}")]
    [InlineData("""{"audio":{"input":{"transcription":{"model":"whisper-1","language":"de"}}}}""", "inputAudioTranscription", """{"languageCodes":["de"]}""")]
    [InlineData("""{"audio":{"input":{"transcription":null}}}""", "inputAudioTranscription", null)]
    [InlineData("""{"audio":{"input":{"turn_detection":null}}}""", "realtimeInputConfig", """{"automaticActivityDetection":{"disabled":true}}""")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"server_vad","threshold":0.7,"silence_duration_ms":800}}}}""", "realtimeInputConfig.automaticActivityDetection", """{"disabled":false,"startOfSpeechSensitivity":"START_SENSITIVITY_LOW","prefixPaddingMs":300,"silenceDurationMs":800}""")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"server_vad","threshold":0.2,"prefix_padding_ms":100}}}}""", "realtimeInputConfig.automaticActivityDetection", """{"disabled":false,"startOfSpeechSensitivity":"START_SENSITIVITY_HIGH","prefixPaddingMs":100,"silenceDurationMs":500}""")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"semantic_vad","eagerness":"low"}}}}""", "realtimeInputConfig.automaticActivityDetection", """{"disabled":false,"endOfSpeechSensitivity":"END_SENSITIVITY_LOW","silenceDurationMs":1500}""")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"semantic_vad","eagerness":"high"}}}}""", "realtimeInputConfig.automaticActivityDetection", """{"disabled":false,"endOfSpeechSensitivity":"END_SENSITIVITY_HIGH"}""")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"server_vad","interrupt_response":false}}}}""", "realtimeInputConfig.activityHandling", "\"NO_INTERRUPTION\"")]
    [InlineData("""{"audio":{"input":{"turn_detection":{"type":"server_vad","create_response":false}}}}""", "realtimeInputConfig.automaticActivityDetection.disabled", "true")]
    [InlineData("""{"tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"type":["string","null"]},"b":{"$ref":"#/$defs/b"}},"required":["a"],"additionalProperties":false,"$defs":{"b":{"type":"integer","minimum":1}}}}]}""", "tools", """[{"functionDeclarations":[{"name":"f","description":"d","parameters":{"type":"OBJECT","required":["a"],"properties":{"a":{"nullable":true,"type":"STRING"},"b":{"type":"INTEGER","minimum":1}}}}]}]""")]
    [InlineData("""{"tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}}}]}""", "tools", """[{"functionDeclarations":[{"name":"f"}]}]""")]
    [InlineData("""{"tools":[{"type":"function","name":"f"}],"tool_choice":"none"}""", "tools", null)]
    [InlineData("""{"truncation":"disabled"}""", "contextWindowCompression", null)]
    [InlineData("""{"truncation":{"type":"retention_ratio","retention_ratio":0.5,"token_limits":{"post_instructions":8000}}}""", "contextWindowCompression", """{"slidingWindow":{"targetTokens":"4000"}}""")]
    public void A_setting_becomes_a_field_of_the_setup(string settings, string path, string? expected)
    {
        var voices = new Dictionary<string, string> { ["mine"] = "Kore" };

        Find(new LiveWire(voices: voices).Open(settings).Setup, path)?.ToJsonString().ShouldBe(expected);
        if (expected is null)
        {
            Find(new LiveWire(voices: voices).Open(settings).Setup, path).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("gemini-2.0-flash-live-001", """{"output_modalities":["text"]}""", "generationConfig.responseModalities", """["TEXT"]""")]
    [InlineData("gemini-2.5-flash-native-audio-preview-12-2025", """{"output_modalities":["text"]}""", "generationConfig.responseModalities", """["AUDIO"]""")]
    [InlineData("gemini-2.5-flash-native-audio-preview-12-2025", """{"reasoning":{"effort":"minimal"}}""", "generationConfig.thinkingConfig", """{"thinkingBudget":0}""")]
    [InlineData("gemini-3.1-flash-live-preview", """{"reasoning":{"effort":"xhigh"}}""", "generationConfig.thinkingConfig", """{"thinkingLevel":"HIGH"}""")]
    public void What_a_model_takes_depends_on_its_generation(string model, string settings, string path, string expected) =>
        Find(new LiveWire(model).Open(settings).Setup, path)!.ToJsonString().ShouldBe(expected);

    [Fact]
    public void The_session_is_told_when_the_service_has_taken_the_setup_and_not_before()
    {
        var wire = new LiveWire().Open("""{"instructions":"be brief"}""");
        wire.ToClient.ShouldBeEmpty();
        wire.Client("""{"type":"response.create"}""");
        wire.ToService.Count.ShouldBe(1);

        wire.Server("""{"setupComplete":{}}""");

        wire.Types.ShouldBe(["session.created"]);
        wire.Last("session.created")["session"]!["instructions"]!.ToString().ShouldBe("be brief");
        wire.ToService[^1].ToJsonString().ShouldBe("""{"clientContent":{"turns":[],"turnComplete":true}}""");
    }

    [Fact]
    public void The_setup_waits_for_the_clients_settings_where_the_service_is_known_to_take_it()
    {
        var wire = new LiveWire(isTrusted: true).Open();
        wire.Types.ShouldBe(["session.created"]);
        wire.ToService.ShouldBeEmpty();

        wire.Client("""{"type":"session.update","session":{"type":"realtime","tool_choice":"required"}}""");
        wire.Client("""{"type":"session.update","session":{"type":"realtime","instructions":"be brief"}}""");
        wire.Client("""{"type":"response.create"}""");
        wire.Types.ShouldBe(["session.created", "error"]);
        wire.ToService.Count.ShouldBe(1);
        Find(wire.Setup, "systemInstruction.parts")!.ToJsonString().ShouldBe("""[{"text":"be brief"}]""");

        wire.Server("""{"setupComplete":{}}""");

        wire.Types.ShouldBe(["session.created", "error", "session.updated"]);
        wire.ToService[^1].ContainsKey("clientContent").ShouldBeTrue();
        wire.Renewals.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_setup_waits_a_second_or_until_the_client_says_something_else(bool speaks)
    {
        var wire = new LiveWire(isTrusted: true).Open();
        if (speaks)
        {
            wire.Client(LiveWire.Append(100));
        }
        else
        {
            wire.Wait(1_000);
        }

        wire.ToService.Count.ShouldBe(1);
        wire.Server("""{"setupComplete":{}}""").Types.ShouldBe(["session.created"]);
        wire.ToService.Count.ShouldBe(speaks ? 2 : 1);
    }

    [Fact]
    public void A_deployment_is_known_for_ten_minutes_with_the_credentials_it_has()
    {
        var time = new FakeTimeProvider();
        var trust = new SetupTrust(time);
        trust.For(Requests.Deployment).IsTrusted.ShouldBeFalse();
        trust.For(Requests.Deployment).Taken();

        trust.For(Requests.Deployment with { }).IsTrusted.ShouldBeTrue();
        trust.For(Requests.Deployment with { ApiKey = new("other") }).IsTrusted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMinutes(10));
        trust.For(Requests.Deployment).IsTrusted.ShouldBeFalse();
    }

    private static JsonNode? Find(JsonNode node, string path) =>
        path.Split('.').Aggregate((JsonNode?)node, (found, name) => found?[name]);
}
