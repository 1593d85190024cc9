using Realtime.Configuration;

namespace Realtime.Grains.Tests.Sessions.Guarding;

public sealed class DuringCallTests
{
    private const string Create = """{"type":"response.create"}""";
    private const string Begun = """{"type":"response.created","response":{"id":"r1","conversation_id":"c"}}""";
    private const string Delta = """{"type":"response.output_text.delta","response_id":"r1","item_id":"o1","content_index":0,"delta":"Hi"}""";

    [Fact]
    public async Task Text_goes_up_at_once_and_the_answer_waits_for_the_verdict()
    {
        var talk = new GuardedTalk(GuardrailMode.DuringCall);
        var verdict = new TaskCompletionSource();
        talk.Engine.Open = verdict.Task;

        talk.ClientSends(GuardedTalk.Item("hello"), Create);
        talk.UpstreamTypes.ShouldBe(["conversation.item.create", "response.create"]);
        talk.ProviderSends(Begun, Delta);
        talk.Client.ShouldBeEmpty();
        verdict.SetResult();

        await talk.ClientGetsAsync("response.output_text.delta");
        talk.ClientTypes.ShouldBe(["response.created", "response.output_text.delta"]);
    }

    [Fact]
    public async Task Blocked_text_is_taken_back_and_its_answer_cancelled_unseen()
    {
        var talk = new GuardedTalk(GuardrailMode.DuringCall);
        var verdict = new TaskCompletionSource();
        talk.Engine.Open = verdict.Task;

        talk.ClientSends(GuardedTalk.Item("bad"), Create);
        talk.ProviderSends(Begun, Delta);
        verdict.SetResult();

        (await talk.ProviderGetsAsync("response.cancel"))["response_id"]!.ToString().ShouldBe("r1");
        await talk.ClientGetsAsync("error");
        talk.Upstream.Single(json => GuardedTalk.Type(json) == "conversation.item.delete")["item_id"]!.ToString()
            .ShouldBe(talk.Upstream[0]["item"]!["id"]!.ToString());
        talk.ProviderSends(Delta, """{"type":"response.done","response":{"id":"r1"}}""");
        talk.ClientTypes.ShouldBe(["error"]);
    }

    [Fact]
    public async Task Answer_that_was_asked_for_and_begins_after_the_verdict_is_dropped_and_the_next_request_waits_for_its_end()
    {
        var talk = new GuardedTalk(GuardrailMode.DuringCall);
        talk.ClientSends(GuardedTalk.Item("bad"), Create);
        await talk.ClientGetsAsync("error");
        talk.UpstreamTypes.ShouldBe(["conversation.item.create", "response.create", "response.cancel", "conversation.item.delete"]);

        talk.ClientSends(GuardedTalk.Item("hello"), Create);
        await talk.UntilAsync(t => t.Engine.Asked.Count == 2);
        talk.ProviderSends(Begun, Delta);
        talk.UpstreamTypes.Count(type => type == "response.create").ShouldBe(1);
        talk.ProviderSends("""{"type":"response.done","response":{"id":"r1"}}""");

        await talk.UntilAsync(t => t.UpstreamTypes.Count(type => type == "response.create") == 2);
        talk.ClientTypes.ShouldBe(["error"]);
        talk.UpstreamTypes.Count(type => type == "conversation.item.delete").ShouldBe(2, "what was blocked, and what it was answered with");
    }

    [Fact]
    public async Task Masked_text_whose_answer_begins_after_the_verdict_is_answered_as_masked()
    {
        var talk = new GuardedTalk(GuardrailMode.DuringCall);
        talk.ClientSends(GuardedTalk.Item("a secret"), Create);
        await talk.UntilAsync(t => t.Upstream.Count == 5);
        talk.Upstream[^1].ToJsonString().ShouldContain("a [X]");

        talk.ProviderSends(Begun, Delta, """{"type":"response.done","response":{"id":"r1"}}""");

        await talk.UntilAsync(t => t.UpstreamTypes.Count(type => type == "response.create") == 2);
        talk.Client.ShouldBeEmpty();
    }

    [Fact]
    public async Task Request_that_the_provider_refuses_keeps_nothing_waiting()
    {
        var talk = new GuardedTalk(GuardrailMode.DuringCall);
        talk.ClientSends(GuardedTalk.Item("bad"), Create);
        await talk.ClientGetsAsync("error");
        var id = (string)talk.Upstream[1]["event_id"]!;

        talk.ProviderSends($$$"""{"type":"error","error":{"type":"invalid_request_error","code":"c","event_id":"{{{id}}}"}}""");
        talk.ClientSends(Create);

        talk.Client[^1]["error"]!["event_id"].ShouldBeNull("the client gave none");
        talk.UpstreamTypes.Count(type => type == "response.create").ShouldBe(2);
    }

    [Fact]
    public async Task Text_that_was_blocked_before_an_answer_was_asked_for_is_not_answered()
    {
        var talk = new GuardedTalk(GuardrailMode.DuringCall);
        talk.ClientSends(GuardedTalk.Item("bad"));
        await talk.ClientGetsAsync("error");

        talk.ClientSends(Create, Create);

        talk.UpstreamTypes.ShouldBe(["conversation.item.create", "conversation.item.delete", "response.create"]);
    }

    [Fact]
    public async Task Response_outside_the_conversation_keeps_no_spoken_turn_from_being_answered()
    {
        var talk = new GuardedTalk(GuardrailMode.RealtimeInputTranscription);
        talk.ClientSends("""{"type":"response.create","response":{"conversation":"none"}}""");
        talk.ProviderSends(
            """{"type":"response.created","response":{"id":"r0","conversation_id":null}}""", """{"type":"response.done","response":{"id":"r0"}}""");

        talk.ProviderSends(
            """{"type":"input_audio_buffer.committed","item_id":"i1"}""",
            """{"type":"conversation.item.input_audio_transcription.completed","item_id":"i1","content_index":0,"transcript":"hello"}""");

        await talk.UntilAsync(t => t.UpstreamTypes.Count(type => type == "response.create") == 2);
    }

    [Theory]
    [InlineData("bad", 0)]
    [InlineData("a secret", 1)]
    public async Task Answer_to_a_turn_that_the_client_ended_is_dropped_when_it_begins_after_the_verdict(string said, int answers)
    {
        var talk = new GuardedTalk(GuardrailMode.DuringCall);
        talk.ProviderSends("""{"type":"session.created","session":{"type":"realtime","audio":{"input":{"turn_detection":null,"transcription":{"model":"m"}}}}}""");
        talk.ClientSends("""{"type":"input_audio_buffer.commit"}""", Create);
        talk.ProviderSends(
            """{"type":"input_audio_buffer.committed","item_id":"i1"}""",
            $$"""{"type":"conversation.item.input_audio_transcription.completed","item_id":"i1","content_index":0,"transcript":"{{said}}"}""");
        await talk.ProviderGetsAsync("response.cancel");

        talk.ProviderSends(Begun, Delta, """{"type":"response.done","response":{"id":"r1"}}""");

        await talk.UntilAsync(t => t.UpstreamTypes.Count(type => type == "response.create") == 1 + answers);
        talk.ClientTypes.ShouldNotContain(type => type.StartsWith("response.", StringComparison.Ordinal));
    }
}
