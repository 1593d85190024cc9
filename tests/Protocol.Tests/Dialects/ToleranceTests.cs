namespace Realtime.Protocol.Tests.Dialects;

/// <summary>Mixed, repeated and malformed input: nothing throws, nothing is lost.</summary>
public sealed class ToleranceTests
{
    public static TheoryData<string> Malformed =>
    [
        """{"type":"session.update"}""",
        """{"type":"session.update","session":"x"}""",
        """{"type":"session.update","session":[1]}""",
        """{"type":"session.update","session":null}""",
        """{"type":"transcription_session.update","session":3}""",
        """{"type":"session.update","session":{"voice":"a"}""",
        """{"type":"session.update","session":{"voice":"a"}} x""",
        """{"type":"session.update","session":{"voice":}}""",
        """{"type":"conversation.item.create"}""",
        """{"type":"conversation.item.create","item":"x"}""",
        """{"type":"conversation.item.create","item":{"role":"assistant","content":"x"}}""",
        """{"type":"conversation.item.create","item":{"role":"assistant","content":[1,null,"text",["text"]]}}""",
        """{"type":"conversation.item.create","item":{"role":["assistant"],"content":[{"type":{"type":"text"}}]}}""",
        """{"type":"response.create"}""",
        """{"type":"response.create","response":null}""",
        """{"type":"response.create","response":{"input":{},"tools":"x"}}""",
        """{"type":"error","error":"x"}""",
        """{"type":"session.created","session":false}""",
        """{"type":"session.updated","session":[]}""",
        """{"type":"transcription_session.updated","session":7}""",
        """{"type":"response.done","response":[]}""",
        """{"type":"response.output_item.done","item":4}""",
        """{"type":"conversation.item.retrieved","item":{"role":"assistant","content":{}}}""",
        """{"type":"response.function_call_arguments.done","item_id":{}}""",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_events_pass_as_they_are(string json)
    {
        Edge.OfBetaClient().ToCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
        Edge.OfBetaClient().FromCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
        Edge.OfBetaUpstream().ToCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
        Edge.OfBetaUpstream().FromCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
    }

    [Theory]
    [InlineData("""{"voice":5,"modalities":"audio","input_audio_format":7}""", """{"output_modalities":"audio","audio":{"input":{"format":7},"output":{"voice":5}}}""")]
    [InlineData("""{"input_audio_format":"pcm16_16khz"}""", """{"audio":{"input":{"format":"pcm16_16khz"}}}""")]
    [InlineData("""{"input_audio_format":{"type":"audio/pcmu"}}""", """{"audio":{"input":{"format":{"type":"audio/pcmu"}}}}""")]
    [InlineData("""{"turn_detection":"none","tools":{"a":1}}""", """{"audio":{"input":{"turn_detection":"none"}},"tools":{"a":1}}""")]
    [InlineData("""{"tools":["x",{"type":"function","function":{"name":"f"}}]}""", """{"tools":["x",{"type":"function","function":{"name":"f"}}]}""")]
    [InlineData("""{"audio":"x","voice":"ash"}""", """{"audio":"x","voice":"ash"}""")]
    [InlineData("""{"audio":null,"voice":"ash"}""", """{"audio":{"output":{"voice":"ash"}}}""")]
    public void ToCanonical_fields_of_the_wrong_kind_are_moved_as_they_are(string beta, string ga) =>
        SessionToGa(beta).ShouldBeJson(ga.With("""{"type":"realtime"}"""));

    [Theory]
    [InlineData(
        """{"type":"realtime","voice":"beta","speed":1.1,"audio":{"output":{"voice":"ga","x":1},"input":{"format":{"type":"audio/pcma"}}},"input_audio_format":"pcm16"}""",
        """{"type":"realtime","audio":{"output":{"voice":"ga","x":1,"speed":1.1},"input":{"format":{"type":"audio/pcma"}}}}""")]
    [InlineData("""{"modalities":["text"],"output_modalities":["audio"]}""", """{"type":"realtime","output_modalities":["audio"]}""")]
    [InlineData("""{"turn_detection":{"type":"server_vad"},"audio":{"input":{"turn_detection":null}}}""", """{"type":"realtime","audio":{"input":{"turn_detection":null}}}""")]
    [InlineData("""{"type":"transcription","turn_detection":null}""", """{"type":"transcription","audio":{"input":{"turn_detection":null}}}""")]
    public void ToCanonical_fields_that_are_ga_already_win(string mixed, string ga) => SessionToGa(mixed).ShouldBeJson(ga);

    [Theory]
    [InlineData("""{"type":"realtime","voice":"beta","audio":{"output":{"voice":"ga"}}}""", """{"voice":"ga"}""")]
    [InlineData("""{"type":"realtime","voice":"beta","turn_detection":null}""", """{"voice":"beta","turn_detection":null}""")]
    [InlineData("""{"audio":{"input":{"future":1,"transcription":null}}}""", """{"audio":{"input":{"future":1}},"input_audio_transcription":null}""")]
    [InlineData("""{"audio":{"input":"x","output":{"format":{"type":"audio/opus"}}}}""", """{"audio":{"input":"x"},"output_audio_format":{"type":"audio/opus"}}""")]
    public void FromCanonical_mixed_sessions_lose_nothing(string mixed, string beta) =>
        Edge.OfBetaUpstream().FromCanonical($$"""{"type":"session.update","session":{{mixed}}}""").ShouldHaveSingleItem()
            .ShouldBeJson($$"""{"type":"session.update","session":{{beta}}}""");

    [Fact]
    public void ToCanonical_repeated_keys_count_as_their_last_value()
    {
        Edge.OfBetaClient().ToCanonical(
            """{"type":"conversation.item.create","item":{"type":"message","role":"assistant","content":[{"type":"audio","type":"text","text":"hi"}]}}""")
            .ShouldHaveSingleItem().ShouldBe(
            """{"type":"conversation.item.create","item":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"hi"}]}}""");
        SessionToGa("""{"voice":"a","voice":"b"}""").ShouldBeJson("""{"type":"realtime","audio":{"output":{"voice":"b"}}}""");
    }

    [Fact]
    public void ToCanonical_repeated_keys_in_a_users_item_pass_byte_for_byte()
    {
        const string Create =
            """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"hi","type":"input_text"}]}}""";

        Edge.OfBetaClient().ToCanonical(Create).ShouldHaveSingleItem().ShouldBe(Create);
    }

    [Fact]
    public void ToCanonical_numbers_and_strings_keep_their_text()
    {
        const string Values = """{"a":1.10,"b":1e400,"c":12345678901234567890123,"d":"\ud800 \u0041 早 \/","e":-0.0}""";

        SessionToGa($$"""{"voice":"早\ud83d","metadata":{{Values}}}""")
            .ShouldBe($$$$"""{"type":"realtime","metadata":{{{{Values}}}},"audio":{"output":{"voice":"早\ud83d"}}}""");
    }

    [Fact]
    public void ToCanonical_schemas_deeper_than_readers_usually_go_pass()
    {
        var schema = string.Concat(Enumerable.Repeat("""{"x":""", 200)) + "1" + new string('}', 200);

        SessionToGa($$"""{"tools":[{"type":"function","name":"f","parameters":{{schema}},"strict":true}]}""").ShouldContain(schema);
    }

    [Fact]
    public void ToCanonical_events_deeper_than_any_schema_pass_as_they_are()
    {
        var depth = 100_000;
        var json = """{"type":"session.update","session":""" + new string('[', depth) + new string(']', depth) + "}";

        Edge.OfBetaClient().ToCanonical(json).ShouldHaveSingleItem().ShouldBe(json);
    }

    private static string SessionToGa(string session)
    {
        var update = Edge.OfBetaClient().ToCanonical($$"""{"type":"session.update","session":{{session}}}""").ShouldHaveSingleItem();
        const string Before = """{"type":"session.update","session":""";
        update.ShouldStartWith(Before);
        return update[Before.Length..^1];
    }
}
