namespace Realtime.Protocol.Tests.Dialects;

/// <summary>Response objects and the parameters of <c>response.create</c>, at both edges and in both directions.</summary>
public sealed class ResponseTests
{
    public static TheoryData<string, string> Rows => new()
    {
        { """{"modalities":["text"]}""", """{"output_modalities":["text"]}""" },
        { """{"modalities":["audio","text"]}""", """{"output_modalities":["audio"]}""" },
        { """{"voice":"ash"}""", """{"audio":{"output":{"voice":"ash"}}}""" },
        { """{"output_audio_format":"g711_alaw"}""", """{"audio":{"output":{"format":{"type":"audio/pcma"}}}}""" },
        {
            """{"voice":"ash","output_audio_format":"pcm16"}""",
            """{"audio":{"output":{"voice":"ash","format":{"type":"audio/pcm","rate":24000}}}}"""
        },
    };

    public static TheoryData<string> SameInBoth =>
    [
        """{}""",
        """{"max_output_tokens":"inf"}""",
        """{"instructions":"Say hi.","conversation":"none","metadata":{"client_event_id":"c1"},"input":[]}""",
        """{"tools":[{"type":"function","name":"f","parameters":{}}],"tool_choice":{"type":"function","name":"f"}}""",
        """{"input":[{"type":"item_reference","id":"item_1"},{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}]}""",
        """{"prompt":{"id":"p"}}""",
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Parameters_are_translated_at_both_edges(string beta, string ga)
    {
        Edge.OfBetaClient().ToCanonical(Create(beta)).ShouldHaveSingleItem().ShouldBeJson(Create(ga));
        Edge.OfBetaUpstream().FromCanonical(Create(ga)).ShouldHaveSingleItem().ShouldBeJson(Create(beta));
    }

    [Theory]
    [MemberData(nameof(SameInBoth))]
    public void Parameters_that_the_forms_share_pass_byte_for_byte(string parameters)
    {
        Edge.OfBetaClient().ToCanonical(Create(parameters)).ShouldHaveSingleItem().ShouldBe(Create(parameters));
        Edge.OfBetaUpstream().FromCanonical(Create(parameters)).ShouldHaveSingleItem().ShouldBe(Create(parameters));
    }

    [Theory]
    [InlineData("""{"max_response_output_tokens":100}""", """{"max_output_tokens":100}""")]
    [InlineData("""{"temperature":0.7}""", """{}""")]
    [InlineData("""{"tools":[{"type":"function","name":"f","strict":false}]}""", """{"tools":[{"type":"function","name":"f"}]}""")]
    public void ToCanonical_parameters_without_a_place_in_ga_are_renamed_or_dropped(string beta, string ga) =>
        Edge.OfBetaClient().ToCanonical(Create(beta)).ShouldHaveSingleItem().ShouldBeJson(Create(ga));

    [Fact]
    public void FromCanonical_parameters_without_a_place_in_beta_are_dropped() =>
        Edge.OfBetaUpstream().FromCanonical(Create("""{"parallel_tool_calls":false,"reasoning":{"effort":"high"},"conversation":"auto"}"""))
            .ShouldHaveSingleItem().ShouldBeJson(Create("""{"conversation":"auto"}"""));

    [Fact]
    public void Parameters_assistant_items_of_the_input_are_translated()
    {
        const string Beta = """
            {"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"q"}]},
            {"type":"message","role":"assistant","content":[{"type":"text","text":"a"}]},{"type":"item_reference","id":"i"}]}
            """;
        const string Ga = """
            {"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"q"}]},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"}]},{"type":"item_reference","id":"i"}]}
            """;

        Edge.OfBetaClient().ToCanonical(Create(Beta)).ShouldHaveSingleItem().ShouldBeJson(Create(Ga));
        Edge.OfBetaUpstream().FromCanonical(Create(Ga)).ShouldHaveSingleItem().ShouldBeJson(Create(Beta));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Objects_are_translated_at_both_edges(string beta, string ga)
    {
        const string Common = """{"object":"realtime.response","id":"resp_1","status":"in_progress","status_details":null,"output":[],"conversation_id":"c","max_output_tokens":"inf","usage":null,"metadata":{"k":"v"}}""";
        foreach (var type in (string[])["response.created", "response.done"])
        {
            Edge.OfBetaClient().FromCanonical(Of(type, Common.With(ga))).ShouldHaveSingleItem()
                .ShouldBeJson(Of(type, Common.With(beta).With("""{"temperature":0.8}""")));
            Edge.OfBetaUpstream().ToCanonical(Of(type, Common.With(beta).With("""{"temperature":0.6}"""))).ShouldHaveSingleItem()
                .ShouldBeJson(Of(type, Common.With(ga)));
        }
    }

    [Fact]
    public void Objects_output_items_are_translated_and_usage_is_untouched()
    {
        const string Usage = """{"usage":{"total_tokens":253,"input_token_details":{"text_tokens":119,"cached_tokens_details":{"text_tokens":64}}},"status":"completed","id":"r"}""";
        var beta = Usage.With("""
            {"output":[{"id":"i1","type":"message","role":"assistant","status":"completed","content":[{"type":"audio","transcript":"hello"},{"type":"text","text":"t"}]},
            {"id":"i2","type":"function_call","name":"f","call_id":"c","arguments":"{\"type\":\"audio\"}"}]}
            """);
        var ga = Usage.With("""
            {"output":[{"id":"i1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_audio","transcript":"hello"},{"type":"output_text","text":"t"}]},
            {"id":"i2","type":"function_call","name":"f","call_id":"c","arguments":"{\"type\":\"audio\"}"}]}
            """);

        Edge.OfBetaClient().FromCanonical(Of("response.done", ga)).ShouldHaveSingleItem()
            .ShouldBeJson(Of("response.done", beta.With("""{"temperature":0.8}""")));
        Edge.OfBetaUpstream().ToCanonical(Of("response.done", beta)).ShouldHaveSingleItem().ShouldBeJson(Of("response.done", ga));
    }

    [Fact]
    public void FromCanonical_response_without_audio_has_neither_voice_nor_audio_in_beta() =>
        Edge.OfBetaClient().FromCanonical(Of("response.created", """{"id":"r","audio":null}""")).ShouldHaveSingleItem()
            .ShouldBeJson(Of("response.created", """{"id":"r","temperature":0.8}"""));

    private static string Create(string parameters) => $$"""{"type":"response.create","event_id":"e1","response":{{parameters}}}""";

    private static string Of(string type, string response) => $$"""{"type":"{{type}}","event_id":"e1","response":{{response}}}""";
}
