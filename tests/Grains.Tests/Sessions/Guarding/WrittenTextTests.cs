using Realtime.Configuration;
using Realtime.Guardrails;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Tests.Sessions.Guarding;

public sealed class WrittenTextTests
{
    private const string Create = """{"type":"response.create","event_id":"e2"}""";

    [Fact]
    public async Task Clean_text_goes_up_as_it_came_with_all_behind_it_in_order()
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall);
        var verdict = new TaskCompletionSource();
        talk.Engine.Open = verdict.Task;

        talk.ClientSends(GuardedTalk.Item("hello"), Create, """{"type":"conversation.item.delete","item_id":"i1"}""");
        talk.UpstreamTypes.ShouldBeEmpty();
        verdict.SetResult();

        await talk.UntilAsync(t => t.Upstream.Count == 3);
        talk.UpstreamTypes.ShouldBe(["conversation.item.create", "response.create", "conversation.item.delete"]);
        talk.Engine.Asked.ShouldHaveSingleItem().Caller.Model.ShouldBe("voice");
    }

    [Fact]
    public async Task Blocked_text_stays_below_and_the_client_is_told_once_and_gets_no_answer_to_it()
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall);

        talk.ClientSends(GuardedTalk.Item("bad word"), Create, GuardedTalk.Item("good"), Create);

        await talk.UntilAsync(t => t.Upstream.Count == 2);
        talk.Upstream.Select(json => json.ToJsonString()).ShouldAllBe(text => !text.Contains("bad word"));
        talk.UpstreamTypes.ShouldBe(["conversation.item.create", "response.create"]);
        var error = talk.Client.ShouldHaveSingleItem()["error"]!;
        ((string)error["type"]!, (string)error["code"]!, (string)error["message"]!, (string)error["event_id"]!)
            .ShouldBe(("guardrail_violation", "content_policy_violation", "Bad words.", "e1"));
    }

    [Fact]
    public async Task Message_is_said_where_there_is_one()
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall, entry => entry with { RealtimeViolationMessage = "Let us not." });

        talk.ClientSends(GuardedTalk.Item("bad"), """{"type":"response.create","response":{"output_modalities":["text"],"instructions":"x"}}""");

        var asked = await talk.ProviderGetsAsync("response.create");
        ((string)asked["response"]!["instructions"]!).ShouldBe("Say exactly: Let us not.");
        asked["response"]!["output_modalities"]!.ToJsonString().ShouldBe("""["text"]""");
        ((string)talk.Client.ShouldHaveSingleItem()["error"]!["message"]!).ShouldBe("Let us not.");
        talk.UpstreamTypes.ShouldBe(["response.create"]);
    }

    [Fact]
    public async Task What_the_model_reads_in_settings_is_judged_wherever_it_stands()
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall);
        const string Tools = """[{"type":"function","name":"f","description":"a secret","parameters":{"type":"object","properties":{"description":{"type":"string","description":"my secret"}}}}]""";

        talk.ClientSends(
            """{"type":"session.update","session":{"type":"realtime","tools":TOOLS,"audio":{"input":{"transcription":{"model":"whisper-1","prompt":"secret words"}}}}}"""
                .Replace("TOOLS", Tools, StringComparison.Ordinal));

        var session = (await talk.ProviderGetsAsync("session.update"))["session"]!;
        session["tools"]!.ToJsonString().ShouldBe(Tools.Replace("secret", "[X]"));
        ((string)session["audio"]!["input"]!["transcription"]!["prompt"]!).ShouldBe("[X] words");

        talk.ClientSends(
            """{"type":"response.create","response":{"tools":[{"type":"mcp","server_label":"s","server_description":"bad"}]}}""",
            """{"type":"session.update","session":{"type":"realtime","audio":{"input":{"transcription":{"model":"whisper-1","prompt":"bad"}}}}}""");

        await talk.UntilAsync(t => t.ClientTypes.Count(type => type == "error") == 2);
        talk.UpstreamTypes.ShouldBe(["session.update"]);
    }

    [Fact]
    public async Task Masked_text_goes_up_in_its_place()
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall);

        talk.ClientSends("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"one"},{"type":"input_text","text":"my secret"}]}}""");

        var item = (await talk.ProviderGetsAsync("conversation.item.create"))["item"]!;
        item["content"]![0]!["text"]!.ToString().ShouldBe("one");
        item["content"]![1]!["text"]!.ToString().ShouldBe("my [X]");
        talk.Client.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"session.update","session":{"type":"realtime","prompt":{"id":"p1","variables":{"city":"Bern","topic":"bad word"}}}}""")]
    [InlineData("""{"type":"response.create","response":{"prompt":{"id":"p1","variables":{"topic":{"type":"input_text","text":"bad word"}}}}}""")]
    public async Task Blocked_variable_of_a_stored_prompt_stays_below(string update)
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall);

        talk.ClientSends(update, GuardedTalk.Item("good"));

        await talk.ProviderGetsAsync("conversation.item.create");
        talk.Upstream.ShouldAllBe(json => !json.ToJsonString().Contains("bad word"));
        ((string)talk.Client.ShouldHaveSingleItem()["error"]!["code"]!).ShouldBe("content_policy_violation");
    }

    [Fact]
    public async Task Masked_variable_of_a_stored_prompt_goes_up_in_its_place()
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall);

        talk.ClientSends("""{"type":"session.update","session":{"type":"realtime","prompt":{"id":"p1","variables":{"city":"Bern","topic":"my secret"}}}}""");

        var variables = (await talk.ProviderGetsAsync("session.update"))["session"]!["prompt"]!["variables"]!;
        variables.ToJsonString().ShouldBe("""{"city":"Bern","topic":"my [X]"}""");
    }

    [Fact]
    public async Task Blocked_tool_result_is_replaced_so_that_the_call_has_one()
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall);

        talk.ClientSends("""{"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"c1","output":"bad"}}""");

        var item = (await talk.ProviderGetsAsync("conversation.item.create"))["item"]!;
        (item["call_id"]!.ToString(), item["output"]!.ToString()).ShouldBe(("c1", """{"error":"Tool output blocked by content policy"}"""));
        talk.Engine.Asked.ShouldHaveSingleItem().Input.ShouldBe(GuardrailInput.ToolResult);
        talk.ClientTypes.ShouldBe(["error"]);
    }

    [Theory]
    [InlineData("""{"type":"session.update","session":{"type":"realtime","instructions":"be secret"}}""", "be [X]")]
    [InlineData("""{"type":"response.create","response":{"instructions":"be secret"}}""", "be [X]")]
    [InlineData("""{"type":"response.create","response":{"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"be secret"}]}]}}""", "be [X]")]
    public async Task Instructions_and_inputs_are_judged_too(string sent, string expected)
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall);

        talk.ClientSends(sent, sent.Replace("secret", "bad"));

        await talk.UntilAsync(t => t.Upstream.Count == 1 && t.Client.Count == 1);
        talk.Upstream[0].ToJsonString().ShouldContain(expected);
        talk.ClientTypes.ShouldBe(["error"]);
    }

    [Theory]
    [InlineData(true, "conversation.item.create", null)]
    [InlineData(false, null, "error")]
    public async Task Engine_that_is_away_lets_pass_or_blocks_as_configured(bool open, string? up, string? down)
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall, entry => entry with { FailOpen = open });

        talk.ClientSends(GuardedTalk.Item("down"));

        await talk.UntilAsync(t => t.Upstream.Count + t.Client.Count == 1);
        talk.UpstreamTypes.SingleOrDefault().ShouldBe(up);
        talk.ClientTypes.SingleOrDefault().ShouldBe(down);
    }

    [Fact]
    public async Task Session_ends_at_the_violation_that_is_one_too_many()
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall, entry => entry with { EndSessionAfterFails = 2 });

        talk.ClientSends(GuardedTalk.Item("bad"));
        await talk.UntilAsync(t => t.Client.Count == 1);
        talk.Ended.ShouldBeNull();
        talk.ClientSends(GuardedTalk.Item("bad"), GuardedTalk.Item("good"));

        await talk.UntilAsync(t => t.Ended is not null);
        talk.Ended!.CloseCode.ShouldBe(1008);
        talk.Upstream.ShouldBeEmpty();
    }

    [Fact]
    public void Text_that_hides_behind_a_repeated_key_is_refused()
    {
        var talk = new GuardedTalk(GuardrailMode.PreCall);

        talk.ClientSends("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[]},"item":{"type":"message","role":"user","content":[{"type":"input_text","text":"bad"}]}}""");

        talk.Upstream.ShouldBeEmpty();
        talk.Client.ShouldHaveSingleItem()["error"]!["code"]!.ToString().ShouldBe("invalid_event");
    }

    [Fact]
    public void Audio_is_not_looked_at_by_what_reads_text()
    {
        var stage = new GuardedTalk([GuardrailMode.PreCall, GuardrailMode.RealtimeInputTranscription]).Stage;

        stage.ClientTypes.Contains(RealtimeEventType.InputAudioBufferAppend).ShouldBeFalse();
        stage.ServerTypes.Contains(RealtimeEventType.ResponseOutputAudioDelta).ShouldBeFalse();
    }
}
