namespace Realtime.Protocol.Tests.Dialects;

/// <summary>Every row of the table of session fields, at both edges and in both directions.</summary>
public sealed class SessionFieldTests
{
    public static TheoryData<string, string> Rows => new()
    {
        { """{}""", """{}""" },
        { """{"modalities":["audio","text"]}""", """{"output_modalities":["audio"]}""" },
        { """{"modalities":["text"]}""", """{"output_modalities":["text"]}""" },
        { """{"input_audio_format":"pcm16"}""", """{"audio":{"input":{"format":{"type":"audio/pcm","rate":24000}}}}""" },
        { """{"input_audio_format":"g711_ulaw"}""", """{"audio":{"input":{"format":{"type":"audio/pcmu"}}}}""" },
        { """{"input_audio_format":"g711_alaw"}""", """{"audio":{"input":{"format":{"type":"audio/pcma"}}}}""" },
        { """{"output_audio_format":"pcm16"}""", """{"audio":{"output":{"format":{"type":"audio/pcm","rate":24000}}}}""" },
        { """{"output_audio_format":"g711_ulaw"}""", """{"audio":{"output":{"format":{"type":"audio/pcmu"}}}}""" },
        { """{"output_audio_format":"g711_alaw"}""", """{"audio":{"output":{"format":{"type":"audio/pcma"}}}}""" },
        {
            """{"input_audio_transcription":{"model":"whisper-1","language":"de","prompt":"names"}}""",
            """{"audio":{"input":{"transcription":{"model":"whisper-1","language":"de","prompt":"names"}}}}"""
        },
        { """{"input_audio_transcription":null}""", """{"audio":{"input":{"transcription":null}}}""" },
        { """{"input_audio_noise_reduction":{"type":"near_field"}}""", """{"audio":{"input":{"noise_reduction":{"type":"near_field"}}}}""" },
        { """{"input_audio_noise_reduction":null}""", """{"audio":{"input":{"noise_reduction":null}}}""" },
        {
            """{"turn_detection":{"type":"server_vad","threshold":0.50,"prefix_padding_ms":300,"silence_duration_ms":200,"create_response":true}}""",
            """{"audio":{"input":{"turn_detection":{"type":"server_vad","threshold":0.50,"prefix_padding_ms":300,"silence_duration_ms":200,"create_response":true}}}}"""
        },
        {
            """{"turn_detection":{"type":"semantic_vad","eagerness":"low"}}""",
            """{"audio":{"input":{"turn_detection":{"type":"semantic_vad","eagerness":"low"}}}}"""
        },
        { """{"turn_detection":null}""", """{"audio":{"input":{"turn_detection":null}}}""" },
        { """{"voice":"ash"}""", """{"audio":{"output":{"voice":"ash"}}}""" },
        { """{"voice":{"id":"voice_1"}}""", """{"audio":{"output":{"voice":{"id":"voice_1"}}}}""" },
        { """{"speed":1.25}""", """{"audio":{"output":{"speed":1.25}}}""" },
        { """{"max_response_output_tokens":"inf"}""", """{"max_output_tokens":"inf"}""" },
        { """{"max_response_output_tokens":4096}""", """{"max_output_tokens":4096}""" },
        { """{"instructions":""}""", """{"instructions":""}""" },
        { """{"instructions":"Sé breve. 早く"}""", """{"instructions":"Sé breve. 早く"}""" },
        { """{"tools":[]}""", """{"tools":[]}""" },
        {
            """{"tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object","properties":{"x":{"type":"number"}}}}]}""",
            """{"tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object","properties":{"x":{"type":"number"}}}}]}"""
        },
        {
            """{"tools":[{"type":"mcp","server_label":"s","server_url":"https://mcp.invalid","require_approval":"never"}]}""",
            """{"tools":[{"type":"mcp","server_label":"s","server_url":"https://mcp.invalid","require_approval":"never"}]}"""
        },
        { """{"tool_choice":"required"}""", """{"tool_choice":"required"}""" },
        { """{"tool_choice":{"type":"function","name":"f"}}""", """{"tool_choice":{"type":"function","name":"f"}}""" },
        { """{"tracing":null}""", """{"tracing":null}""" },
        { """{"tracing":{"workflow_name":"w"}}""", """{"tracing":{"workflow_name":"w"}}""" },
        { """{"prompt":{"id":"p","variables":{"a":"b"}}}""", """{"prompt":{"id":"p","variables":{"a":"b"}}}""" },
        { """{"include":["item.input_audio_transcription.logprobs"]}""", """{"include":["item.input_audio_transcription.logprobs"]}""" },
        { """{"truncation":{"type":"retention_ratio","retention_ratio":0.8}}""", """{"truncation":{"type":"retention_ratio","retention_ratio":0.8}}""" },
        { """{"model":"m"}""", """{"model":"m"}""" },
        { """{"id":"sess_1","object":"realtime.session","expires_at":1756324625}""", """{"id":"sess_1","object":"realtime.session","expires_at":1756324625}""" },
        { """{"something_new":{"a":[1,2]}}""", """{"something_new":{"a":[1,2]}}""" },
        {
            """{"voice":"ash","speed":1,"output_audio_format":"g711_ulaw","input_audio_format":"pcm16","turn_detection":null}""",
            """{"audio":{"output":{"voice":"ash","speed":1,"format":{"type":"audio/pcmu"}},"input":{"format":{"type":"audio/pcm","rate":24000},"turn_detection":null}}}"""
        },
    };

    public static TheoryData<string, string> RowsOfTranscription => new()
    {
        { """{}""", """{}""" },
        { """{"input_audio_format":"pcm16"}""", """{"audio":{"input":{"format":{"type":"audio/pcm","rate":24000}}}}""" },
        { """{"input_audio_transcription":{"model":"gpt-4o-transcribe"}}""", """{"audio":{"input":{"transcription":{"model":"gpt-4o-transcribe"}}}}""" },
        { """{"turn_detection":null}""", """{"audio":{"input":{"turn_detection":null}}}""" },
        {
            """{"turn_detection":{"type":"server_vad","threshold":0.4},"input_audio_noise_reduction":{"type":"far_field"}}""",
            """{"audio":{"input":{"turn_detection":{"type":"server_vad","threshold":0.4},"noise_reduction":{"type":"far_field"}}}}"""
        },
        { """{"include":["item.input_audio_transcription.logprobs"]}""", """{"include":["item.input_audio_transcription.logprobs"]}""" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void ToCanonical_session_update_of_a_beta_client_becomes_ga(string beta, string ga) =>
        Edge.OfBetaClient().ToCanonical(Update("session.update", beta)).ShouldHaveSingleItem()
            .ShouldBeJson(Update("session.update", ga.With("""{"type":"realtime"}""")));

    [Theory]
    [MemberData(nameof(Rows))]
    public void FromCanonical_session_update_becomes_beta_for_the_upstream(string beta, string ga) =>
        Edge.OfBetaUpstream().FromCanonical(Update("session.update", ga.With("""{"type":"realtime"}"""))).ShouldHaveSingleItem()
            .ShouldBeJson(Update("session.update", beta));

    [Theory]
    [MemberData(nameof(Rows))]
    public void FromCanonical_server_session_becomes_beta_for_the_client(string beta, string ga)
    {
        foreach (var type in (string[])["session.created", "session.updated"])
        {
            Edge.OfBetaClient().FromCanonical(Update(type, ga.With("""{"type":"realtime"}"""))).ShouldHaveSingleItem()
                .ShouldBeJson(Update(type, beta.With("""{"temperature":0.8}""")));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void ToCanonical_server_session_of_a_beta_upstream_becomes_ga(string beta, string ga)
    {
        foreach (var type in (string[])["session.created", "session.updated"])
        {
            Edge.OfBetaUpstream().ToCanonical(Update(type, beta.With("""{"temperature":0.7}"""))).ShouldHaveSingleItem()
                .ShouldBeJson(Update(type, ga.With("""{"type":"realtime"}""")));
        }
    }

    [Theory]
    [MemberData(nameof(RowsOfTranscription))]
    public void Transcription_sessions_change_event_and_fields_in_all_directions(string beta, string flatGa)
    {
        var ga = flatGa.With("""{"type":"transcription"}""");
        Edge.OfBetaClient().ToCanonical(Update("transcription_session.update", beta)).ShouldHaveSingleItem()
            .ShouldBeJson(Update("session.update", ga));
        Edge.OfBetaUpstream().FromCanonical(Update("session.update", ga)).ShouldHaveSingleItem()
            .ShouldBeJson(Update("transcription_session.update", beta));
        foreach (var verb in (string[])["created", "updated"])
        {
            Edge.OfBetaClient().FromCanonical(Update($"session.{verb}", ga)).ShouldHaveSingleItem()
                .ShouldBeJson(Update($"transcription_session.{verb}", beta));
            Edge.OfBetaUpstream().ToCanonical(Update($"transcription_session.{verb}", beta)).ShouldHaveSingleItem()
                .ShouldBeJson(Update($"session.{verb}", ga));
        }
    }

    [Theory]
    [InlineData("""{"modalities":["text","audio"]}""", """{"output_modalities":["audio"]}""")]
    [InlineData("""{"modalities":["audio"]}""", """{"output_modalities":["audio"]}""")]
    [InlineData("""{"modalities":null}""", """{"output_modalities":null}""")]
    [InlineData("""{"turn_detection":{"type":"none"}}""", """{"audio":{"input":{"turn_detection":null}}}""")]
    [InlineData("""{"temperature":0.9}""", """{}""")]
    [InlineData("""{"client_secret":{"value":"ek","expires_at":1}}""", """{}""")]
    [InlineData(
        """{"tools":[{"type":"function","strict":true,"name":"f","x":1,"parameters":{"strict":true}},{"type":"mcp","server_label":"s","headers":{"a":"b"}}]}""",
        """{"tools":[{"type":"function","name":"f","parameters":{"strict":true}},{"type":"mcp","server_label":"s","headers":{"a":"b"}}]}""")]
    public void ToCanonical_drops_and_joins_what_ga_does_not_have(string beta, string ga) =>
        Edge.OfBetaClient().ToCanonical(Update("session.update", beta)).ShouldHaveSingleItem()
            .ShouldBeJson(Update("session.update", ga.With("""{"type":"realtime"}""")));

    [Theory]
    [InlineData("""{"parallel_tool_calls":true,"reasoning":{"effort":"low"},"voice":"x"}""", """{"voice":"x"}""")]
    [InlineData("""{"audio":{"input":{},"output":null}}""", """{}""")]
    [InlineData("""{"audio":{"input":{"format":{"type":"audio\/pcm","rate":24000}}}}""", """{"input_audio_format":"pcm16"}""")]
    public void FromCanonical_drops_what_beta_does_not_have(string ga, string beta) =>
        Edge.OfBetaUpstream().FromCanonical(Update("session.update", ga.With("""{"type":"realtime"}"""))).ShouldHaveSingleItem()
            .ShouldBeJson(Update("session.update", beta));

    [Fact]
    public void FromCanonical_whole_default_session_becomes_the_flat_one()
    {
        const string Ga = """
            {"type":"session.created","event_id":"event_1","session":{"type":"realtime","object":"realtime.session","id":"sess_1",
            "model":"gpt-realtime","output_modalities":["audio"],"instructions":"Be kind.","tools":[],"tool_choice":"auto",
            "max_output_tokens":"inf","tracing":null,"truncation":"auto","prompt":null,"expires_at":1756324625,"include":null,
            "audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":null,"noise_reduction":null,
            "turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":200,
            "idle_timeout_ms":null,"create_response":true,"interrupt_response":true}},
            "output":{"format":{"type":"audio/pcm","rate":24000},"voice":"marin","speed":1.0}}}}
            """;

        Edge.OfBetaClient().FromCanonical(Ga).ShouldHaveSingleItem().ShouldBeJson(
            """
            {"type":"session.created","event_id":"event_1","session":{"object":"realtime.session","id":"sess_1",
            "model":"gpt-realtime","modalities":["audio","text"],"instructions":"Be kind.","tools":[],"tool_choice":"auto",
            "max_response_output_tokens":"inf","tracing":null,"truncation":"auto","prompt":null,"expires_at":1756324625,"include":null,
            "input_audio_format":"pcm16","input_audio_transcription":null,"input_audio_noise_reduction":null,
            "turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":200,
            "idle_timeout_ms":null,"create_response":true,"interrupt_response":true},
            "output_audio_format":"pcm16","voice":"marin","speed":1.0,"temperature":0.8}}
            """);
    }

    private static string Update(string type, string session) =>
        $$"""{"type":"{{type}}","event_id":"e1","session":{{session}}}""";
}
