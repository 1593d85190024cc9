namespace Realtime.Providers.Tests.XAI;

public class SessionUpdateTests
{
    private readonly XaiWire _wire = new();

    [Fact]
    public void Voice_and_turn_detection_move_to_the_top_level() => _wire.Client("""
        {"type":"session.update","event_id":"c1","session":{"type":"realtime","instructions":"Be brief.",
        "audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"turn_detection":{"type":"server_vad","threshold":0.5,"silence_duration_ms":300}},
        "output":{"format":{"type":"audio/pcmu"},"voice":"Eve","speed":1.2}}}}
        """).ShouldBeEvents("""
        {"type":"session.update","event_id":"c1","session":{"instructions":"Be brief.","voice":"Eve",
        "turn_detection":{"type":"server_vad","threshold":0.5,"silence_duration_ms":300,"create_response":true},
        "audio":{"input":{"format":{"type":"audio/pcm","rate":24000}},"output":{"format":{"type":"audio/pcmu"},"speed":1.2}}}}
        """);

    [Theory]
    [InlineData("\"alloy\"", "\"sal\"")]
    [InlineData("\"ash\"", "\"rex\"")]
    [InlineData("\"ballad\"", "\"leo\"")]
    [InlineData("\"cedar\"", "\"rex\"")]
    [InlineData("\"coral\"", "\"eve\"")]
    [InlineData("\"echo\"", "\"rex\"")]
    [InlineData("\"marin\"", "\"ara\"")]
    [InlineData("\"sage\"", "\"ara\"")]
    [InlineData("\"Shimmer\"", "\"eve\"")]
    [InlineData("\"verse\"", "\"leo\"")]
    [InlineData("\"leo\"", "\"leo\"")]
    [InlineData("\"custom-voice-7\"", "\"custom-voice-7\"")]
    [InlineData("{\"id\":\"voice_1\"}", "\"voice_1\"")]
    public void Voices_of_OpenAI_become_their_kin_and_others_pass(string voice, string expected) => _wire
        .Client("""{"type":"session.update","session":{"type":"realtime","audio":{"output":{"voice":<>}}}}""".With(voice))
        .ShouldBeEvents("""{"type":"session.update","session":{"voice":<>}}""".With(expected));

    [Theory]
    [InlineData("""{"type":"semantic_vad"}""", """{"type":"server_vad","silence_duration_ms":800,"create_response":true}""")]
    [InlineData("""{"type":"semantic_vad","eagerness":"auto"}""", """{"type":"server_vad","silence_duration_ms":800,"create_response":true}""")]
    [InlineData("""{"type":"semantic_vad","eagerness":"low"}""", """{"type":"server_vad","silence_duration_ms":1600,"create_response":true}""")]
    [InlineData(
        """{"type":"semantic_vad","eagerness":"high","create_response":false,"interrupt_response":true}""",
        """{"type":"server_vad","silence_duration_ms":400,"create_response":false,"interrupt_response":true}""")]
    [InlineData("""{"type":"server_vad","create_response":false}""", """{"type":"server_vad","create_response":false}""")]
    [InlineData(
        """{"type":"server_vad","threshold":0,"prefix_padding_ms":20000,"silence_duration_ms":-5,"idle_timeout_ms":null,"odd":1}""",
        """{"type":"server_vad","threshold":0.1,"prefix_padding_ms":10000,"silence_duration_ms":0,"idle_timeout_ms":null,"create_response":true}""")]
    [InlineData("""{"threshold":0.7}""", """{"threshold":0.7}""")]
    [InlineData("null", "null")]
    public void Turn_detection_keeps_what_xAI_knows(string wanted, string expected) => _wire
        .Client("""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":<>}}}}""".With(wanted))
        .ShouldBeEvents("""{"type":"session.update","session":{"turn_detection":<>}}""".With(expected));

    [Fact]
    public void Turn_detection_that_was_told_not_to_answer_stays_so_when_a_later_update_leaves_it_open()
    {
        _wire.Client("""{"type":"session.update","session":{"audio":{"input":{"turn_detection":{"type":"server_vad","create_response":false}}}}}""");

        _wire.Client("""{"type":"session.update","session":{"audio":{"input":{"turn_detection":{"type":"server_vad","threshold":0.6}}}}}""")
            .ShouldBeEvents("""
            {"type":"session.update","session":{"turn_detection":{"type":"server_vad","threshold":0.6,"create_response":false}}}
            """);
    }

    [Theory]
    [InlineData(
        """{"model":"gpt-4o-transcribe","language":"de","keywords":["Orleans","Grok"],"prompt":"x","delay":"low"}""",
        """{"model":"grok-transcribe","language_hint":"de","keyterms":["Orleans","Grok"]}""")]
    [InlineData("""{"model":"whisper-1"}""", """{"model":"grok-transcribe"}""")]
    [InlineData("""{"languages":["fr","en"]}""", """{"model":"grok-transcribe","language_hint":"fr"}""")]
    [InlineData("""{"model":"grok-transcribe","language_hint":"pt-BR","keyterms":["a"]}""", """{"model":"grok-transcribe","language_hint":"pt-BR","keyterms":["a"]}""")]
    [InlineData("null", "null")]
    public void Transcription_takes_the_names_of_xAI(string wanted, string expected) => _wire
        .Client("""{"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":<>}}}}""".With(wanted))
        .ShouldBeEvents("""{"type":"session.update","session":{"audio":{"input":{"transcription":<>}}}}""".With(expected));

    [Fact]
    public void Key_terms_beyond_the_limits_are_left_out()
    {
        var words = string.Join(',', Enumerable.Range(0, 130).Select(index => $"\"w{index}\""));
        var tooLong = new string('x', 51);

        var sent = _wire.Client(
            """{"type":"session.update","session":{"audio":{"input":{"transcription":{"keywords":["<>",<>]}}}}}""".With(tooLong).With(words));

        var expected = string.Join(',', Enumerable.Range(0, 100).Select(index => $"\"w{index}\""));
        sent.ShouldBeEvents(
            """{"type":"session.update","session":{"audio":{"input":{"transcription":{"model":"grok-transcribe","keyterms":[<>]}}}}}""".With(expected));
    }

    [Fact]
    public void Fields_that_xAI_does_not_know_are_left_out() => _wire.Client("""
        {"type":"session.update","session":{"type":"realtime","model":"grok-voice-latest","output_modalities":["audio"],"tool_choice":"auto",
        "parallel_tool_calls":true,"max_output_tokens":200,"truncation":"auto","tracing":"auto","prompt":{"id":"p"},"include":[],"temperature":0.8,
        "reasoning":{"effort":"low"},"audio":{"input":{"noise_reduction":{"type":"near_field"},"transport":"binary"},"output":{"transport":"binary"}}}}
        """).ShouldBeEvents("""{"type":"session.update","session":{"reasoning":{"effort":"high"}}}""");

    [Fact]
    public void Fields_of_xAI_pass() => _wire.Client("""
        {"type":"session.update","session":{"voice":"ara","turn_detection":null,"resumption":{"enabled":true},"replace":{"xAI":"ex A I"},
        "reasoning":{"effort":"none"}}}
        """).ShouldBeEvents("""
        {"type":"session.update","session":{"voice":"ara","turn_detection":null,"resumption":{"enabled":true},"replace":{"xAI":"ex A I"},
        "reasoning":{"effort":"none"}}}
        """);

    [Theory]
    [InlineData("0.25", "0.7")]
    [InlineData("1.5", "1.5")]
    [InlineData("4", "1.5")]
    public void Speed_stays_within_the_range_of_xAI(string speed, string expected) => _wire
        .Client("""{"type":"session.update","session":{"audio":{"output":{"speed":<>}}}}""".With(speed))
        .ShouldBeEvents("""{"type":"session.update","session":{"audio":{"output":{"speed":<>}}}}""".With(expected));

    [Theory]
    [InlineData(
        """{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true,"meta":1}""",
        """{"type":"function","name":"f","description":"d","parameters":{"type":"object"}}""")]
    [InlineData("""{"type":"function","function":{"name":"f","parameters":{}}}""", """{"type":"function","name":"f","parameters":{}}""")]
    [InlineData(
        """{"type":"web_search","allowed_domains":["a.example"],"location":{"country":"DE"},"enable_image_understanding":true,"odd":1}""",
        """{"type":"web_search","allowed_domains":["a.example"],"location":{"country":"DE"},"enable_image_understanding":true}""")]
    [InlineData(
        """{"type":"x_search","allowed_x_handles":["a"],"from_date":"2026-01-01","enable_video_understanding":true,"odd":1}""",
        """{"type":"x_search","allowed_x_handles":["a"],"from_date":"2026-01-01","enable_video_understanding":true}""")]
    [InlineData(
        """{"type":"file_search","vector_store_ids":["c1"],"max_num_results":3,"filters":{}}""",
        """{"type":"file_search","vector_store_ids":["c1"],"max_num_results":3}""")]
    [InlineData(
        """{"type":"mcp","server_label":"s","server_url":"https://mcp.example","allowed_tools":["t"],"require_approval":"never","defer_loading":true}""",
        """{"type":"mcp","server_label":"s","server_url":"https://mcp.example","allowed_tools":["t"]}""")]
    [InlineData("""{"type":"something_new","a":1}""", """{"type":"something_new","a":1}""")]
    public void Tools_keep_the_fields_that_xAI_documents(string tool, string expected) => _wire
        .Client("""{"type":"session.update","session":{"tools":[<>]}}""".With(tool))
        .ShouldBeEvents("""{"type":"session.update","session":{"tools":[<>]}}""".With(expected));

    [Fact]
    public void Tool_that_demands_approval_is_refused()
    {
        var sent = _wire.Client(
            """
            {"type":"session.update","event_id":"c9","session":{"tools":[{"type":"function","name":"f"},
            {"type":"mcp","server_label":"s","server_url":"https://mcp.example","require_approval":"always"}]}}
            """,
            out var answers);

        sent.ShouldBeEmpty();
        answers.ShouldBeEvents("""
            {"type":"error","event_id":"*","error":{"type":"invalid_request_error","code":"unsupported_parameter",
            "message":"This model's provider runs MCP tools without asking for approval. Set require_approval to \"never\" to allow that.",
            "param":"session.tools[1].require_approval","event_id":"c9"}}
            """);
    }

    [Fact]
    public void Transcription_session_is_refused()
    {
        _wire.Client("""{"type":"session.update","event_id":"c1","session":{"type":"transcription"}}""", out var answers).ShouldBeEmpty();

        answers.ShouldBeEvents("""
            {"type":"error","event_id":"*","error":{"type":"invalid_request_error","code":"unsupported_parameter",
            "message":"This model's provider has no transcription sessions.","param":"session.type","event_id":"c1"}}
            """);
    }
}
