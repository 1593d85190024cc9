using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.XAI;

public class ResponseTests
{
    private const string Zeros = """
        "input_token_details":{"text_tokens":0,"audio_tokens":0,"image_tokens":0,"cached_tokens":0,
        "cached_tokens_details":{"text_tokens":0,"audio_tokens":0,"image_tokens":0}},"output_token_details":{"text_tokens":0,"audio_tokens":0}
        """;

    private readonly XaiWire _wire = new();

    [Fact]
    public void Created_gets_every_field_of_the_GA_form()
    {
        _wire.Xai("""{"type":"session.created","session":{"id":"s1","voice":"ara"}}""");
        _wire.Xai("""{"type":"conversation.created","conversation":{"id":"conv_1"}}""");

        _wire.Xai1("""{"type":"response.created","event_id":"x1","response":{"id":"r1","usage":{},"metadata":{"k":"v"}}}""").ShouldBeEvent("""
            {"type":"response.created","event_id":"x1","response":{"id":"r1","object":"realtime.response","status":"in_progress",
            "status_details":null,"output":[],"conversation_id":"conv_1","output_modalities":["audio"],"max_output_tokens":"inf",
            "audio":{"output":{"format":{"type":"audio/pcm","rate":24000},"voice":"ara"}},"usage":null,"metadata":{"k":"v"}}}
            """);
    }

    [Fact]
    public void Modalities_of_a_response_are_those_that_the_client_asked_for()
    {
        _wire.Client("""{"type":"response.create","response":{"output_modalities":["text"]}}""");
        Modalities("r1").ShouldBeJson("""["text"]""");
        Modalities("r2").ShouldBeJson("""["audio"]""");

        JsonNode? Modalities(string id) => _wire.XaiObject("""{"type":"response.created","response":{"id":"<>"}}""".With(id))["response"]!["output_modalities"];
    }

    [Fact]
    public void Modalities_that_xAI_tells_are_translated() => _wire
        .XaiObject("""{"type":"response.created","response":{"id":"r1","modalities":["text","audio"]}}""")["response"]!["output_modalities"]
        .ShouldBeJson("""["audio"]""");

    [Fact]
    public void Usage_beside_the_response_moves_into_it()
    {
        var body = _wire.XaiObject("""
            {"type":"response.done","response":{"id":"r1","usage":{}},
            "usage":{"input_tokens":5,"output_tokens":7,"input_token_details":{"text_tokens":5,"cached_tokens":2},"output_token_details":{"audio_tokens":7}}}
            """);

        body.ContainsKey("usage").ShouldBeFalse();
        body["response"]!["usage"].ShouldBeJson("""
            {"total_tokens":12,"input_tokens":5,"output_tokens":7,
            "input_token_details":{"text_tokens":5,"audio_tokens":0,"image_tokens":0,"cached_tokens":2,
            "cached_tokens_details":{"text_tokens":0,"audio_tokens":0,"image_tokens":0}},"output_token_details":{"text_tokens":0,"audio_tokens":7}}
            """);
    }

    [Fact]
    public void Usage_within_the_response_wins_over_the_one_beside_it() => _wire
        .XaiObject("""{"type":"response.done","response":{"id":"r1","usage":{"total_tokens":3}},"usage":{"total_tokens":9}}""")
        ["response"]!["usage"]!["total_tokens"]!.GetValue<int>().ShouldBe(3);

    [Theory]
    [InlineData("{}", """{"total_tokens":0,"input_tokens":0,"output_tokens":0,<>}""")]
    [InlineData("""{"total_tokens":3}""", """{"total_tokens":3,"input_tokens":0,"output_tokens":0,<>}""")]
    public void Usage_that_is_empty_or_partial_is_filled_with_zeros(string usage, string expected) => _wire
        .XaiObject("""{"type":"response.done","response":{"id":"r1","usage":<>}}""".With(usage))["response"]!["usage"]
        .ShouldBeJson(expected.With(Zeros));

    [Theory]
    [InlineData("""{"type":"response.done","response":{"id":"r1"}}""")]
    [InlineData("""{"type":"response.done","response":{"id":"r1","usage":null}}""")]
    public void Usage_that_was_not_told_is_not_invented(string json)
    {
        var response = _wire.XaiObject(json)["response"]!.AsObject();

        response.ContainsKey("usage").ShouldBeTrue();
        response["usage"].ShouldBeNull();
    }

    [Fact]
    public void Done_without_its_response_is_of_the_one_that_runs()
    {
        _wire.Xai("""{"type":"response.created","response":{"id":"r1"}}""");

        var response = _wire.XaiObject("""{"type":"response.done"}""")["response"]!;

        (response["id"]!.ToString(), response["status"]!.ToString()).ShouldBe(("r1", "completed"));
    }

    [Fact]
    public void Output_is_normalized() => _wire
        .XaiObject("""{"type":"response.done","response":{"id":"r1","output":[{"id":"a1","role":"assistant","content":[{"type":"audio","transcript":"Hi"}]}]}}""")
        ["response"]!["output"].ShouldBeJson("""
        [{"id":"a1","object":"realtime.item","type":"message","role":"assistant","status":"completed","content":[{"type":"output_audio","transcript":"Hi"}]}]
        """);

    [Fact]
    public void Output_item_is_told_once()
    {
        const string Added = """{"type":"response.output_item.added","item":{"id":"f1","type":"function_call","call_id":"k1","name":"f"}}""";
        const string Done = """{"type":"response.output_item.done","item":{"id":"f1","type":"function_call","call_id":"k1","name":"f","arguments":"{}"}}""";
        _wire.Xai("""{"type":"response.created","response":{"id":"r1"}}""");

        _wire.Xai(Added).Length.ShouldBe(1);
        _wire.Xai(Added).ShouldBeEmpty();
        _wire.Xai(Done).Length.ShouldBe(3);
        _wire.Xai(Done).ShouldBeEmpty();
    }

    [Fact]
    public void Place_that_xAI_tells_is_kept()
    {
        _wire.Xai("""{"type":"response.created","response":{"id":"r1"}}""");
        _wire.Xai("""{"type":"response.output_item.added","output_index":4,"item":{"id":"a1","type":"message","role":"assistant"}}""");
        _wire.Xai("""{"type":"response.content_part.added","item_id":"a1","content_index":2,"part":{"type":"audio"}}""");

        var delta = _wire.XaiObject("""{"type":"response.output_audio_transcript.delta","item_id":"a1","delta":"x"}""");

        (delta["output_index"]!.GetValue<int>(), delta["content_index"]!.GetValue<int>()).ShouldBe((4, 2));
    }

    [Fact]
    public void Content_parts_without_an_index_are_counted()
    {
        _wire.Xai("""{"type":"response.created","response":{"id":"r1"}}""");
        _wire.Xai("""{"type":"response.output_item.added","item":{"id":"a1","type":"message","role":"assistant"}}""");

        var indexes = Enumerable.Range(0, 3).Select(_ => _wire.XaiObject("""{"type":"response.content_part.added"}""")["content_index"]!.GetValue<int>());

        indexes.ShouldBe([0, 1, 2]);
    }

    [Theory]
    [InlineData("response.mcp_call_arguments.delta", ""","delta":"{}" """, ""","delta":"{}","obfuscation":"","response_id":"r1" """)]
    [InlineData("response.mcp_call_arguments.done", ""","arguments":"{}" """, ""","arguments":"{}","response_id":"r1" """)]
    [InlineData("response.mcp_call.in_progress", "", ""","response_id":"r1" """)]
    [InlineData("response.mcp_call.completed", "", ""","response_id":"r1" """)]
    [InlineData("response.mcp_call.failed", "", ""","response_id":"r1" """)]
    public void Calls_of_servers_say_where_they_belong(string type, string fields, string expected)
    {
        _wire.Xai("""{"type":"response.created","response":{"id":"r1"}}""");
        _wire.Xai("""{"type":"response.output_item.added","item":{"id":"m1","type":"mcp_call","name":"f","server_label":"s","arguments":""}}""");

        _wire.Xai1("""{"type":"<>","event_id":"x"<>}""".With(type).With(fields))
            .ShouldBeEvent("""{"type":"<>","event_id":"x","item_id":"m1","output_index":0<>}""".With(type).With(expected));
    }
}
