using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Dialects;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Tests.Sessions.Replacement;

public sealed class UpstreamRenewalTests : IAsyncDisposable
{
    private const string Append = """{"type":"input_audio_buffer.append","audio":"AAAA"}""";

    private readonly ReplacedSession _session = new();

    private static TimeSpan Limit => TimeSpan.FromMinutes(60);

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Fact]
    public async Task Connection_near_its_limit_is_replaced_between_turns_and_the_client_sees_nothing()
    {
        _session.Source.Limit = Limit;
        await _session.StartAsync();
        await _session.AskAsync();
        await _session.AnswerAsync();
        var seen = _session.Client.Sent.Count;
        var second = _session.Source.Add();

        _session.Time.Advance(Limit - TimeSpan.FromMinutes(5));
        await ReplacedSession.UntilAsync(() => _session.First.Closed is not null);
        await _session.SendAsync("""{"type":"conversation.item.create","item":{"id":"item_n","type":"message","role":"user","content":[]}}""");

        (await ReplacedSession.GetAsync(second, "Hi there")).ShouldContain("item_a");
        (await _session.SeeAsync("conversation.item.added", "item_n")).ShouldNotBeNull();
        _session.Client.Sent.Skip(seen).ShouldAllBe(message => message.Contains("item_n"));
        _session.First.Sent.ShouldNotContain(message => message.Contains("item_n"));
    }

    [Fact]
    public async Task Renewal_waits_for_the_turns_end()
    {
        _session.Source.Limit = Limit;
        await _session.StartAsync();
        await _session.AskAsync();
        var second = _session.Source.Add();

        _session.Time.Advance(Limit - TimeSpan.FromMinutes(5));
        await _session.SendAsync("""{"type":"input_audio_buffer.clear"}""");
        _session.Source.Asked.ShouldBeEmpty();
        _session.First.Say("""{"type":"input_audio_buffer.cleared"}""");
        await _session.AnswerAsync();

        await ReplacedSession.GetAsync(second, "item_a");
        _session.Client.Sent.ShouldNotContain(message => message.Contains("upstream_lost"));
    }

    [Fact]
    public async Task Turn_that_begins_while_the_next_connection_is_opened_stays_with_the_old_one()
    {
        _session.Source.Limit = Limit;
        await _session.StartAsync();
        await _session.AskAsync();
        await _session.AnswerAsync();
        var open = new TaskCompletionSource();
        _session.Source.Gate = open.Task;
        var useless = _session.Source.Add();

        _session.Time.Advance(Limit - TimeSpan.FromMinutes(5));
        await ReplacedSession.UntilAsync(() => _session.Source.Asked.Count == 1);
        await _session.SendAsync(Append);
        open.SetResult();
        await ReplacedSession.UntilAsync(() => useless.Closed is not null);

        _session.First.Closed.ShouldBeNull();
        _session.First.Sent[^1].ShouldBe(Append);
        useless.Sent.ShouldNotContain(Append);
    }

    [Fact]
    public async Task Deadline_replaces_wherever_the_talk_is_and_asks_again()
    {
        _session.Source.Limit = Limit;
        await _session.StartAsync();
        await _session.AskAsync();
        var second = _session.Source.Add();

        _session.Time.Advance(Limit - TimeSpan.FromMinutes(5));
        _session.Time.Advance(TimeSpan.FromMinutes(4));

        (await _session.SeeAsync("response.done", "resp_1")).ShouldContain("upstream_lost");
        (await ReplacedSession.GetAsync(second, "response.create")).ShouldContain("be brief");
    }

    [Fact]
    public async Task Settings_that_need_a_fresh_connection_hold_the_clients_events_until_it_stands()
    {
        var first = new FakeTranslator { OnOpen = (_, _, sink) => sink.Forward(Events.Message(SpokenProvider.Created())) };
        var second = new FakeTranslator { OnOpen = (_, _, sink) => sink.Forward(Events.Message(SpokenProvider.Created())) };
        await StartAsync(first);
        var open = new TaskCompletionSource();
        _session.Source.Gate = open.Task;
        var upstream = _session.Source.Add(translator: second);

        first.Host!.Carry("handle");
        first.Host.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Settings));
        await _session.SendAsync("""{"type":"response.create"}""");
        await ReplacedSession.UntilAsync(() => _session.Source.Asked.Count == 1);
        upstream.Sent.ShouldBeEmpty();
        open.SetResult();

        (await ReplacedSession.GetAsync(upstream, "response.create")).ShouldStartWith(FakeTranslator.Prefix);
        _session.First.Sent.ShouldBeEmpty();
        second.Start!.IsReplacement.ShouldBeTrue();
        second.Start.Carried.ShouldBe("handle");
        _session.Client.Sent.Count(message => message.Contains("session.created")).ShouldBe(1);
    }

    [Fact]
    public async Task Response_that_runs_ends_before_settings_renew_the_connection()
    {
        var first = new FakeTranslator { OnOpen = (_, _, sink) => sink.Forward(Events.Message(SpokenProvider.Created())) };
        await StartAsync(first);
        _session.First.Say(FakeTranslator.Prefix + """{"type":"response.created","response":{"id":"resp_1","conversation_id":"c"}}""");
        await _session.SeeAsync("response.created");
        var upstream = _session.Source.Add();

        first.Host!.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Settings));
        await _session.SendAsync("""{"type":"response.create"}""");
        _session.Source.Asked.ShouldBeEmpty();
        _session.First.Say(FakeTranslator.Prefix + """{"type":"response.done","response":{"id":"resp_1","status":"completed","output":[]}}""");

        await ReplacedSession.GetAsync(upstream, "response.create");
        (await _session.SeeAsync("response.done")).ShouldContain("completed");
        await _session.SendAsync("""{"type":"input_audio_buffer.clear"}""");
        await ReplacedSession.GetAsync(upstream, "input_audio_buffer.clear");
        upstream.Sent.Count(message => message.Contains("response.create")).ShouldBe(1);
    }

    [Fact]
    public async Task Item_whose_deletion_waits_is_not_told_to_the_next_upstream()
    {
        var first = new FakeTranslator { OnOpen = (_, _, sink) => sink.Forward(Events.Message(SpokenProvider.Created())) };
        var second = new FakeTranslator { OnOpen = (_, _, sink) => sink.Forward(Events.Message(SpokenProvider.Created())) };
        await StartAsync(first);
        foreach (var type in new[] { "added", "done" })
        {
            _session.First.Say(FakeTranslator.Prefix + $$"""{"type":"conversation.item.{{type}}","previous_item_id":null,"item":{{ReplacedSession.User}}}""");
        }

        _session.First.Say(FakeTranslator.Prefix + """{"type":"response.created","response":{"id":"resp_1","conversation_id":"c"}}""");
        await _session.SeeAsync("response.created");
        var upstream = _session.Source.Add(translator: second);

        first.Host!.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Settings));
        await _session.SendAsync("""{"type":"conversation.item.delete","item_id":"item_u"}""");
        await _session.SendAsync("""{"type":"response.create"}""");
        _session.First.Say(FakeTranslator.Prefix + """{"type":"response.done","response":{"id":"resp_1","status":"completed","output":[]}}""");

        await _session.SeeAsync("conversation.item.deleted", "item_u");
        await ReplacedSession.GetAsync(upstream, "response.create");
        second.Start!.History.ShouldBeEmpty();
        upstream.Sent.ShouldNotContain(message => message.Contains("conversation.item.delete"));
    }

    [Fact]
    public async Task Connection_that_takes_nothing_more_is_replaced_at_once()
    {
        var first = new FakeTranslator { OnOpen = (_, _, sink) => sink.Forward(Events.Message(SpokenProvider.Created())) };
        await StartAsync(first);
        _session.First.Say(FakeTranslator.Prefix + """{"type":"response.created","response":{"id":"resp_1","conversation_id":"c"}}""");
        await _session.SeeAsync("response.created");
        var upstream = _session.Source.Add();

        first.Host!.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Unusable));

        await _session.SeeAsync("response.done", "upstream_lost");
        await ReplacedSession.GetAsync(upstream, "response.create");
        first.Host.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Unusable));
        _session.Source.Asked.Count.ShouldBe(1, "the wish of a connection that is gone means nothing");
    }

    [Fact]
    public async Task Session_goes_over_from_a_provider_of_the_ga_form_to_one_of_the_beta_form()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        var beta = _session.Source.Add(translator: DialectEdges.ForUpstream(Dialect.Beta), dialect: Dialect.Beta, provider: new SpokenProvider
        {
            OnItem = upstream =>
            {
                upstream.Say($$"""{"type":"conversation.item.created","previous_item_id":null,"item":{{ReplacedSession.User}}}""");
                return true;
            },
        });

        _session.First.EndAs(UpstreamEndKind.Lost);
        await ReplacedSession.GetAsync(beta, "response.create");
        beta.Say("""{"type":"response.created","response":{"id":"resp_2","status":"in_progress"}}""");
        beta.Say("""{"type":"response.text.delta","response_id":"resp_2","item_id":"item_b","output_index":0,"content_index":0,"delta":"Yes"}""");

        (await _session.SeeAsync("\"Yes\"")).ShouldContain("response.output_text.delta");
    }

    [Fact]
    public async Task Conversation_of_a_snapshot_goes_on_over_an_upstream_of_its_own()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        var snapshot = _session.Session.TakeSnapshot();
        ConversationSnapshot.TryParse(snapshot.ToUtf8(), out var read).ShouldBeTrue();
        await using var moved = new ReplacedSession();
        var upstream = moved.Source.Add();

        moved.Resume(read);
        await moved.SendAsync(Append);

        (await moved.SeeAsync("response.done", "resp_1")).ShouldContain("upstream_lost");
        (await ReplacedSession.GetAsync(upstream, "response.create")).ShouldContain("be brief");
        (await ReplacedSession.GetAsync(upstream, "item_u")).ShouldContain("Hello");
        await ReplacedSession.GetAsync(upstream, "append");
        upstream.Say("""{"type":"response.created","response":{"id":"resp_2","status":"in_progress","conversation_id":"c"}}""");
        await moved.SeeAsync("response.created", "resp_2");
        moved.Client.Sent.ShouldNotContain(message => message.Contains("session.created"));
    }

    [Fact]
    public void Shorter_one_of_what_is_known_and_what_is_told_is_the_limit()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(20_000);

        ConnectionLimit.Of(Limit, now.AddMinutes(30), now).ShouldBe(TimeSpan.FromMinutes(30));
        ConnectionLimit.Of(Limit, now.AddMinutes(90), now).ShouldBe(Limit);
        ConnectionLimit.Of(null, now.AddMinutes(90), now).ShouldBe(TimeSpan.FromMinutes(90));
        ConnectionLimit.Of(Limit, now.AddMinutes(-1), now).ShouldBe(Limit, "a clock is wrong");
        ConnectionLimit.Of(null, null, now).ShouldBeNull();
    }

    private async Task StartAsync(FakeTranslator translator) => await _session.StartAsync(created: "unused", translator: translator);
}
