using System.Text.Json.Nodes;

namespace Realtime.Providers.Tests.XAI;

public class ItemTests
{
    private readonly XaiWire _wire = new();

    [Fact]
    public void Item_of_the_clients_is_added_and_done() => _wire
        .Xai("""{"type":"conversation.item.added","event_id":"x1","item":{"id":"u1","type":"message","role":"user","content":[{"type":"input_text","text":"Hi"}]}}""")
        .ShouldBeEvents(
            """
            {"type":"conversation.item.added","event_id":"x1","previous_item_id":null,"item":{"id":"u1","object":"realtime.item","type":"message",
            "status":"completed","role":"user","content":[{"type":"input_text","text":"Hi"}]}}
            """,
            """
            {"type":"conversation.item.done","event_id":"*","previous_item_id":null,"item":{"id":"u1","object":"realtime.item","type":"message",
            "status":"completed","role":"user","content":[{"type":"input_text","text":"Hi"}]}}
            """);

    [Fact]
    public void Item_that_is_added_again_is_dropped()
    {
        Add("u1");

        _wire.Xai("""{"type":"conversation.item.added","item":{"id":"u1","type":"message","role":"user","content":[]}}""").ShouldBeEmpty();
    }

    [Fact]
    public void Replayed_turn_is_added_and_done() => _wire
        .Xai("""{"type":"conversation.item.created","item":{"id":"old1","type":"message","role":"assistant","content":[{"type":"text","text":"Hi"}]}}""")
        .Select(json => (json.Type(), JsonNode.Parse(json)!["item"]!["content"]![0]!["type"]!.ToString()))
        .ShouldBe([("conversation.item.added", "output_text"), ("conversation.item.done", "output_text")]);

    [Theory]
    [InlineData("\"previous_item_id\":\"ghost\",")]
    [InlineData("")]
    [InlineData("\"previous_item_id\":\"u2\",")]
    public void Previous_item_that_is_unknown_becomes_the_last_known_one(string previous)
    {
        Add("u1");
        Add("u2");

        var events = _wire.Xai("""{"type":"conversation.item.added",<>"item":{"id":"u3","type":"message","role":"user"}}""".With(previous));

        events.Select(json => JsonNode.Parse(json)!["previous_item_id"]!.ToString()).ShouldBe(["u2", "u2"]);
    }

    [Fact]
    public void Previous_item_that_is_known_is_kept()
    {
        Add("u1");
        Add("u2");

        var events = _wire.Xai("""{"type":"conversation.item.added","previous_item_id":"u1","item":{"id":"u3","type":"message","role":"user"}}""");

        events.Select(json => JsonNode.Parse(json)!["previous_item_id"]!.ToString()).ShouldBe(["u1", "u1"]);
    }

    [Fact]
    public void Role_tool_becomes_assistant() => JsonNode
        .Parse(_wire.Xai("""{"type":"conversation.item.added","item":{"id":"t1","type":"message","role":"tool","status":"completed","content":[]}}""")[0])!
        ["item"]!["role"]!.ToString().ShouldBe("assistant");

    [Fact]
    public void Deleted_without_its_id_names_the_item_that_was_asked_for()
    {
        _wire.Client("""{"type":"conversation.item.delete","item_id":"u1"}""").ShouldBe(["""{"type":"conversation.item.delete","item_id":"u1"}"""]);
        _wire.Client("""{"type":"conversation.item.delete","item_id":"u2"}""");

        _wire.XaiObject("""{"type":"conversation.item.deleted","item_id":""}""")["item_id"]!.ToString().ShouldBe("u1");
        _wire.XaiObject("""{"type":"conversation.item.deleted"}""")["item_id"]!.ToString().ShouldBe("u2");
    }

    [Fact]
    public void Deleted_without_its_id_does_not_name_an_item_whose_deletion_failed()
    {
        _wire.Client("""{"type":"conversation.item.delete","event_id":"c1","item_id":"u1"}""");
        _wire.Client("""{"type":"conversation.item.delete","event_id":"c2","item_id":"u2"}""");
        _wire.Xai("""{"type":"error","error":{"type":"invalid_request_error","message":"no such item","event_id":"c1"}}""");

        _wire.XaiObject("""{"type":"conversation.item.deleted","item_id":""}""")["item_id"]!.ToString().ShouldBe("u2");
    }

    [Fact]
    public void Truncated_is_completed_from_the_request_and_keeps_its_transcript()
    {
        _wire.Client("""{"type":"conversation.item.truncate","item_id":"a1","content_index":0,"audio_end_ms":1200}""");

        _wire.Xai1("""{"type":"conversation.item.truncated","event_id":"x1","item_id":"a1","transcript":"Good"}""").ShouldBeEvent(
            """{"type":"conversation.item.truncated","event_id":"x1","item_id":"a1","content_index":0,"audio_end_ms":1200,"transcript":"Good"}""");
    }

    [Fact]
    public void Retrieve_is_answered_with_the_item_and_what_was_said()
    {
        _wire.Xai("""{"type":"conversation.item.added","item":{"id":"u1","type":"message","role":"user","content":[{"type":"input_audio","audio":"AAAA"}]}}""");
        _wire.Xai("""{"type":"conversation.item.input_audio_transcription.completed","item_id":"u1","transcript":"Hello"}""");

        var sent = _wire.Client("""{"type":"conversation.item.retrieve","event_id":"c1","item_id":"u1"}""", out var answers);

        sent.ShouldBeEmpty();
        answers.ShouldBeEvents("""
            {"type":"conversation.item.retrieved","event_id":"*","item":{"id":"u1","object":"realtime.item","type":"message","status":"completed",
            "role":"user","content":[{"type":"input_audio","transcript":"Hello"}]}}
            """);
    }

    [Fact]
    public void Retrieve_of_what_the_model_said_has_its_transcript_also_after_it_was_cut()
    {
        _wire.Xai("""{"type":"response.created","response":{"id":"r1"}}""");
        _wire.Xai("""{"type":"conversation.item.added","item":{"id":"a1","type":"message","role":"assistant"}}""");
        _wire.Xai("""{"type":"response.output_audio_transcript.done","item_id":"a1","transcript":"Good day to you."}""");
        Transcript().ShouldBe("Good day to you.");

        _wire.Xai("""{"type":"conversation.item.truncated","item_id":"a1","content_index":0,"audio_end_ms":300,"transcript":"Good day"}""");
        Transcript().ShouldBe("Good day");

        string Transcript()
        {
            _wire.Client("""{"type":"conversation.item.retrieve","item_id":"a1"}""", out var answers);
            return JsonNode.Parse(answers.ShouldHaveSingleItem())!["item"]!["content"]![0]!["transcript"]!.ToString();
        }
    }

    [Theory]
    [InlineData("never")]
    [InlineData("deleted")]
    public void Retrieve_of_an_item_that_is_not_there_is_answered_with_an_error(string id)
    {
        Add("deleted");
        _wire.Xai("""{"type":"conversation.item.deleted","item_id":"deleted"}""");

        _wire.Client("""{"type":"conversation.item.retrieve","event_id":"c1","item_id":"<>"}""".With(id), out var answers).ShouldBeEmpty();

        answers.ShouldBeEvents("""
            {"type":"error","event_id":"*","error":{"type":"invalid_request_error","code":"item_retrieve_invalid_item_id",
            "message":"The item '<>' is not in the conversation.","param":"item_id","event_id":"c1"}}
            """.With(id));
    }

    [Fact]
    public void Retrieve_of_an_item_that_is_too_long_to_be_kept_is_answered_with_an_error()
    {
        _wire.Xai("""{"type":"conversation.item.added","item":{"id":"u1","type":"message","role":"user","content":[{"type":"input_text","text":"<>"}]}}"""
            .With(new string('x', 100_000)));

        _wire.Client("""{"type":"conversation.item.retrieve","item_id":"u1"}""", out var answers);

        JsonNode.Parse(answers.ShouldHaveSingleItem())!["error"]!["message"]!.ToString().ShouldBe("The item 'u1' is too long to be read again.");
    }

    [Fact]
    public void Oldest_items_are_forgotten()
    {
        for (var index = 0; index < 300; index++)
        {
            Add($"u{index}");
        }

        _wire.Client("""{"type":"conversation.item.retrieve","item_id":"u0"}""", out var oldest);
        _wire.Client("""{"type":"conversation.item.retrieve","item_id":"u299"}""", out var newest);

        oldest.ShouldHaveSingleItem().Type().ShouldBe("error");
        newest.ShouldHaveSingleItem().Type().ShouldBe("conversation.item.retrieved");
    }

    [Fact]
    public void Item_that_the_client_puts_in_while_a_response_runs_is_done_at_once()
    {
        _wire.Xai("""{"type":"response.created","response":{"id":"r1"}}""");

        _wire.Xai("""{"type":"conversation.item.added","item":{"id":"o1","type":"function_call_output","call_id":"k1","output":"{}"}}""").Length.ShouldBe(2);
        _wire.Xai("""{"type":"conversation.item.added","item":{"id":"a0","type":"message","role":"assistant","status":"completed","content":[]}}""").Length.ShouldBe(2);
    }

    [Fact]
    public void Output_item_that_was_never_added_is_added_when_it_is_done()
    {
        _wire.Xai("""{"type":"response.created","response":{"id":"r1"}}""");

        _wire.Xai("""{"type":"response.output_item.done","item":{"id":"a1","type":"message","role":"assistant"}}""").Select(JsonAssertions.Type)
            .ShouldBe(["conversation.item.added", "conversation.item.done", "response.output_item.done"]);
    }

    [Fact]
    public void Done_that_xAI_sends_itself_is_told_once()
    {
        const string Done = """{"type":"conversation.item.done","event_id":"x","item":{"id":"u1"}}""";
        Add("u1");

        _wire.Xai(Done).ShouldBeEmpty();
        _wire.Xai(Done.Replace("u1", "u2", StringComparison.Ordinal)).ShouldHaveSingleItem();
    }

    [Fact]
    public void Forced_message_passes_and_comes_back_as_a_message()
    {
        const string Force = """{"type":"conversation.item.create","item":{"type":"force_message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}}""";

        _wire.Client(Force).ShouldBe([Force]);
        _wire.Xai("""{"type":"conversation.item.added","item":{"id":"a1","type":"force_message","content":[{"type":"output_text","text":"Hi"}]}}""")
            .Select(json => JsonNode.Parse(json)!["item"]!["type"]!.ToString()).ShouldBe(["message", "message"]);
    }

    private void Add(string id) =>
        _wire.Xai("""{"type":"conversation.item.added","item":{"id":"<>","type":"message","role":"user","content":[]}}""".With(id)).Length.ShouldBe(2);
}
