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
}
