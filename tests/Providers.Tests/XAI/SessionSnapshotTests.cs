namespace Realtime.Providers.Tests.XAI;

public class SessionSnapshotTests
{
    private readonly XaiWire _wire = new();

    [Fact]
    public void Session_of_xAI_is_rebuilt_in_the_GA_form() => _wire.Xai1("""
        {"type":"session.created","event_id":"x1","session":{"id":"s1","model":"grok-voice-latest","voice":"ara","instructions":"Hi",
        "turn_detection":{"type":"server_vad","threshold":0.85,"prefix_padding_ms":333,"silence_duration_ms":200},
        "audio":{"input":{"format":{"type":"audio/pcm","rate":16000},"transcription":{"model":"grok-transcribe","language_hint":"de","keyterms":["a"]}},
        "output":{"format":{"type":"audio/pcmu"},"speed":1.1}},
        "tools":[{"type":"function","function":{"name":"f","parameters":{}}}],"resumption":{"enabled":false}}}
        """).ShouldBeEvent("""
        {"type":"session.created","event_id":"x1","session":{"type":"realtime","object":"realtime.session","id":"s1","model":"grok-voice-latest",
        "output_modalities":["audio"],"instructions":"Hi","tools":[{"type":"function","name":"f","parameters":{}}],"tool_choice":"auto",
        "max_output_tokens":"inf","truncation":"auto","tracing":null,"prompt":null,"include":null,"resumption":{"enabled":false},
        "audio":{"input":{"format":{"type":"audio/pcm","rate":16000},"transcription":{"model":"grok-transcribe","language":"de","keywords":["a"]},
        "noise_reduction":null,"turn_detection":{"type":"server_vad","threshold":0.85,"prefix_padding_ms":333,"silence_duration_ms":200,
        "idle_timeout_ms":null,"create_response":true,"interrupt_response":true}},
        "output":{"format":{"type":"audio/pcmu"},"voice":"ara","speed":1.1}}}}
        """);

    [Fact]
    public void Empty_session_gets_the_documented_defaults()
    {
        var session = _wire.XaiObject("""{"type":"session.created","session":{}}""")["session"]!;

        session["id"]!.GetValue<string>().ShouldStartWith("sess_");
        session["audio"].ShouldBeJson("""
            {"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":null,"noise_reduction":null,
            "turn_detection":{"type":"server_vad","threshold":0.85,"prefix_padding_ms":333,"idle_timeout_ms":null,"create_response":true,
            "interrupt_response":true}},"output":{"format":{"type":"audio/pcm","rate":24000},"voice":"eve","speed":1}}
            """);
    }

    [Fact]
    public void Older_flat_fields_are_read() => _wire
        .XaiObject("""{"type":"session.created","session":{"input_audio_transcription":{"model":"grok-2-audio"},"modalities":["text","audio"],"turn_detection":null}}""")
        ["session"]!["audio"]!["input"].ShouldBeJson("""
        {"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"grok-2-audio"},"noise_reduction":null,"turn_detection":null}
        """);

    [Fact]
    public void Updated_session_shows_what_the_client_set()
    {
        _wire.Xai("""{"type":"session.created","session":{"id":"s1","model":"grok-voice-latest","voice":"eve"}}""");
        _wire.Client("""
            {"type":"session.update","session":{"type":"realtime","model":"grok-voice-latest","output_modalities":["text"],"tool_choice":"required",
            "max_output_tokens":200,"tracing":"auto","tools":[{"type":"function","name":"f","strict":true}],
            "audio":{"input":{"noise_reduction":{"type":"near_field"},"transcription":{"model":"gpt-4o-transcribe","language":"de"},
            "turn_detection":{"type":"semantic_vad","eagerness":"high","interrupt_response":false},"format":{"type":"audio/pcmu"}},
            "output":{"voice":"alloy"}}}}
            """);

        var session = _wire.XaiObject("""
            {"type":"session.updated","session":{"id":"s1","model":"grok-voice-latest","voice":"sal","tools":[{"type":"function","name":"f"}],
            "turn_detection":{"type":"server_vad","threshold":0.85,"silence_duration_ms":400,"create_response":true},
            "audio":{"input":{"format":{"type":"audio/pcmu"},"transcription":{"model":"grok-transcribe","language_hint":"de"}}}}}
            """)["session"];

        session.ShouldBeJson("""
            {"type":"realtime","object":"realtime.session","id":"s1","model":"grok-voice-latest","output_modalities":["text"],"instructions":"",
            "tools":[{"type":"function","name":"f","strict":true}],"tool_choice":"required","max_output_tokens":200,"truncation":"auto",
            "tracing":"auto","prompt":null,"include":null,
            "audio":{"input":{"format":{"type":"audio/pcmu"},"transcription":{"model":"gpt-4o-transcribe","language":"de"},
            "noise_reduction":{"type":"near_field"},
            "turn_detection":{"type":"semantic_vad","eagerness":"high","interrupt_response":false,"create_response":true}},
            "output":{"format":{"type":"audio/pcm","rate":24000},"voice":"alloy","speed":1}}}
            """);
    }

    [Fact]
    public void Each_updated_session_shows_the_updates_answered_so_far()
    {
        _wire.Client("""{"type":"session.update","session":{"instructions":"one","tracing":"auto"}}""");
        _wire.Client("""{"type":"session.update","session":{"max_output_tokens":7}}""");

        var first = _wire.XaiObject("""{"type":"session.updated","session":{"instructions":"one"}}""")["session"]!;
        var second = _wire.XaiObject("""{"type":"session.updated","session":{"instructions":"one"}}""")["session"]!;

        first["max_output_tokens"]!.ToString().ShouldBe("inf");
        second["max_output_tokens"]!.GetValue<int>().ShouldBe(7);
        second["tracing"]!.ToString().ShouldBe("auto");
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"bad","event_id":"c1"}}""")]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"bad","param":"session.tools[0]"}}""")]
    public void Update_that_was_refused_is_not_shown(string error)
    {
        _wire.Client("""{"type":"session.update","event_id":"c1","session":{"max_output_tokens":7}}""");
        _wire.Client("""{"type":"session.update","event_id":"c2","session":{"tracing":"auto"}}""");
        _wire.Xai(error);

        var session = _wire.XaiObject("""{"type":"session.updated","session":{}}""")["session"]!;

        session["max_output_tokens"]!.ToString().ShouldBe("inf");
        session["tracing"]!.ToString().ShouldBe("auto");
    }

    [Fact]
    public void Null_of_the_client_is_shown()
    {
        _wire.Client("""{"type":"session.update","session":{"audio":{"input":{"turn_detection":null}}}}""");

        _wire.XaiObject("""{"type":"session.updated","session":{"turn_detection":null}}""")["session"]!["audio"]!["input"]!["turn_detection"].ShouldBeNull();
    }

    [Fact]
    public void Conversation_gets_its_object() => _wire
        .Xai1("""{"type":"conversation.created","event_id":"x2","conversation":{"id":"conv_1"}}""")
        .ShouldBeEvent("""{"type":"conversation.created","event_id":"x2","conversation":{"id":"conv_1","object":"realtime.conversation"}}""");
}
