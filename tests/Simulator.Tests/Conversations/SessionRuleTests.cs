using System.Text.Json.Nodes;
using Realtime.Protocol.Translation;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Conversations;

public sealed class SessionRuleTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData("""{"instructions":"x"}""", "missing_required_parameter", "session.type")]
    [InlineData("""{"type":"realtime","temperature":0.8}""", "unknown_parameter", "session.temperature")]
    [InlineData("""{"type":"realtime","modalities":["text"]}""", "unknown_parameter", "session.modalities")]
    [InlineData("""{"type":"realtime","output_modalities":["audio","text"]}""", "invalid_value", "session.output_modalities")]
    [InlineData("""{"type":"realtime","instructions":7}""", "invalid_type", "session.instructions")]
    [InlineData("""{"type":"realtime","audio":{"output":{"voice":"eve"}}}""", "invalid_value", "session.audio.output.voice")]
    [InlineData("""{"type":"realtime","audio":{"output":{"speed":3}}}""", "decimal_above_max_value", "session.audio.output.speed")]
    [InlineData("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","idle_timeout_ms":100}}}}""", "integer_below_min_value", "session.audio.input.turn_detection.idle_timeout_ms")]
    [InlineData("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"magic"}}}}""", "invalid_value", "session.audio.input.turn_detection.type")]
    [InlineData("""{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcm","rate":8000}}}}""", "integer_below_min_value", "session.audio.input.format.rate")]
    [InlineData("""{"type":"realtime","audio":{"input":{"transcription":{"model":"grok-transcribe"}}}}""", "invalid_value", "session.audio.input.transcription.model")]
    [InlineData("""{"type":"realtime","tools":[{"type":"function","name":"a"},{"type":"function","name":"b","strict":true}]}""", "unknown_parameter", "session.tools[1].strict")]
    [InlineData("""{"type":"realtime","model":"another"}""", "invalid_value", "session.model")]
    [InlineData("""{"type":"transcription"}""", "invalid_value", "session.type")]
    public async Task Session_update_with_one_bad_field_changes_nothing(string session, string code, string param)
    {
        await using var client = await ConnectAsync();
        var patch = JsonNode.Parse(session)!.AsObject();
        patch.TryAdd("instructions", "changed");
        await client.SendAsync("session.update", ("event_id", "u1"), ("session", patch));
        var error = await client.NextAsync("error");

        error["error"]!["type"]!.ToString().ShouldBe("invalid_request_error");
        error["error"]!["code"]!.ToString().ShouldBe(code);
        error["error"]!["param"]!.ToString().ShouldBe(param);
        error["error"]!["event_id"]!.ToString().ShouldBe("u1");
        (await client.UpdateAsync("""{"type":"realtime"}"""))["instructions"]!.ToString().ShouldNotBe("changed");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Session_update_changes_only_what_it_names_and_null_switches_off()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","instructions":"be brief","audio":{"input":{"transcription":{"model":"whisper-1","language":"de"},"turn_detection":{"type":"server_vad","threshold":0.7}},"output":{"voice":"cedar"}}}""");
        var session = await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"transcription":{"prompt":"names"},"turn_detection":{"silence_duration_ms":900},"noise_reduction":{"type":"near_field"}}}}""");

        session["instructions"]!.ToString().ShouldBe("be brief");
        session["audio"]!["output"]!["voice"]!.ToString().ShouldBe("cedar");
        session["audio"]!["input"]!["transcription"]!.ToJsonString().ShouldBe("""{"model":"whisper-1","language":"de","prompt":"names"}""");
        session["audio"]!["input"]!["turn_detection"]!["threshold"]!.ToString().ShouldBe("0.7");
        session["audio"]!["input"]!["turn_detection"]!["silence_duration_ms"]!.ToString().ShouldBe("900");
        var off = await client.UpdateAsync("""{"type":"realtime","instructions":"","audio":{"input":{"transcription":null,"turn_detection":null,"noise_reduction":null}}}""");
        off["audio"]!["input"]!.ToJsonString().ShouldBe("""{"format":{"type":"audio/pcm","rate":24000},"transcription":null,"noise_reduction":null,"turn_detection":null}""");
        off["instructions"]!.ToString().ShouldBeEmpty();
        (await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"semantic_vad"}}}}"""))["audio"]!["input"]!["turn_detection"]!["eagerness"]!.ToString().ShouldBe("auto");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Voice_is_fixed_once_the_model_was_heard()
    {
        await using var client = await ConnectAsync();
        await client.AskAsync("hi");
        await client.SendAsync("session.update", ("session", JsonNode.Parse("""{"type":"realtime","audio":{"output":{"voice":"ash"}}}""")));

        (await client.NextAsync("error"))["error"]!["code"]!.ToString().ShouldBe("cannot_update_voice");
    }

    [Theory]
    [InlineData("""not json""", "invalid_json", null)]
    [InlineData("""{"event_id":"e"}""", "invalid_event", "type")]
    [InlineData("""{"event_id":"e","type":"make.tea"}""", "invalid_value", "type")]
    [InlineData("""{"event_id":"e","type":"session.update"}""", "missing_required_parameter", "session")]
    [InlineData("""{"event_id":"e","type":"input_audio_buffer.append","audio":"@@"}""", "invalid_value", "audio")]
    [InlineData("""{"event_id":"e","type":"response.create","response":{"modalities":["text"]}}""", "unknown_parameter", "response.modalities")]
    [InlineData("""{"event_id":"e","type":"response.create","response":{"input":[{"type":"item_reference","id":"no"}]}}""", "invalid_item_id", "response.input[0].id")]
    [InlineData("""{"event_id":"e","type":"conversation.item.delete","item_id":"no"}""", "item_delete_invalid_item_id", "item_id")]
    [InlineData("""{"event_id":"e","type":"conversation.item.retrieve","item_id":"no"}""", "item_retrieve_invalid_item_id", "item_id")]
    [InlineData("""{"event_id":"e","type":"conversation.item.truncate","item_id":"no","content_index":0,"audio_end_ms":0}""", "item_truncate_invalid_item_id", "item_id")]
    [InlineData("""{"event_id":"e","type":"conversation.item.create","previous_item_id":"no","item":{"type":"message","role":"user","content":[]}}""", "invalid_value", "previous_item_id")]
    [InlineData("""{"event_id":"e","type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"text","text":"x"}]}}""", "invalid_value", "item.content[0].type")]
    [InlineData("""{"event_id":"e","type":"conversation.item.create","item":{"type":"message","role":"assistant","content":[{"type":"output_audio","audio":""}]}}""", "invalid_value", "item.content[0].type")]
    public async Task Bad_event_is_answered_by_an_error_that_names_it(string json, string code, string? param)
    {
        await using var client = await ConnectAsync();
        await client.SendTextAsync(json);
        var error = (await client.NextAsync("error"))["error"]!;

        error["code"]!.ToString().ShouldBe(code);
        error["param"]?.ToString().ShouldBe(param);
        error["event_id"]?.ToString().ShouldBe(json.StartsWith('{') ? "e" : null);
        await client.UpdateAsync("""{"type":"realtime"}""");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Repeated_member_in_an_event_is_no_error()
    {
        await using var client = await ConnectAsync();
        await client.SendTextAsync("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","type":"input_text","text":"twice"}]}}""");

        (await client.NextAsync("conversation.item.done"))["item"]!["content"]![0]!["text"]!.ToString().ShouldBe("twice");
    }

    [Fact]
    public async Task Items_stand_where_the_client_puts_them()
    {
        await using var client = await ConnectAsync();
        await client.SayAsync("b", "item_b");
        await client.SendAsync("conversation.item.create", ("previous_item_id", "root"), ("item", Item("item_a", "a")));
        await client.SendAsync("conversation.item.create", ("previous_item_id", "item_b"), ("item", Item("item_c", "c")));
        await client.SendAsync("conversation.item.create", ("item", Item("item_b", "again")));
        await client.NextAsync("error");

        client.Of("conversation.item.added").Select(e => (e["item"]!["id"]!.ToString(), e["previous_item_id"]?.ToString()))
            .ShouldBe([("item_b", null), ("item_a", null), ("item_c", "item_b")]);
        await client.SendAsync("conversation.item.delete", ("item_id", "item_b"));
        await client.NextAsync("conversation.item.deleted");
        (await client.AskAsync("recite history"))["response"]!["output"]![0]!["content"]![0]!["transcript"]!.ToString().ShouldBe("user: a | user: c | user: recite history");
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Fact]
    public async Task Questions_about_earlier_turns_are_answered_from_the_history()
    {
        await using var client = await ConnectAsync();
        await client.UpdateAsync("""{"type":"realtime","output_modalities":["text"]}""");
        await client.SayAsync("my cat is called Ada");
        await client.SayAsync("she is five");
        (await AnswerAsync(client, "what did I say 2 turns ago?")).ShouldBe("my cat is called Ada");
        (await AnswerAsync(client, "repeat turn 2")).ShouldBe("she is five");
        (await AnswerAsync(client, "what did I say 40 turns ago")).ShouldBe("There was no such turn.");
        (await AnswerAsync(client, "say exactly: Good night.")).ShouldBe("Good night.");
    }

    [Fact]
    public async Task Scripted_failure_is_a_failed_response_that_costs_nothing()
    {
        await using var client = await ConnectAsync();
        var response = (await client.AskAsync("fail with rate_limit_exceeded"))["response"]!;

        response["status"]!.ToString().ShouldBe("failed");
        response["status_details"]!["error"]!["code"]!.ToString().ShouldBe("rate_limit_exceeded");
        ((int)response["usage"]!["total_tokens"]!).ShouldBe(0);
        client.ShouldAllBeValid(Dialect.Ga);
    }

    private static JsonObject Item(string id, string text) => new()
    {
        ["id"] = id,
        ["type"] = "message",
        ["role"] = "user",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
    };

    private static async Task<string> AnswerAsync(TestClient client, string text) =>
        (await client.AskAsync(text))["response"]!["output"]![0]!["content"]![0]!["text"]!.ToString();

    private Task<TestClient> ConnectAsync() => TestClient.ConnectAsync(simulator.Host, "/v1/realtime?model=gpt-realtime");
}
