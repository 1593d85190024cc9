using Realtime.Configuration;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Providers;

namespace Realtime.Grains.Tests.Sessions.Replacement;

public sealed class UpstreamLossTests : IAsyncDisposable
{
    private readonly ReplacedSession _session = new();

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Fact]
    public async Task Loss_within_a_response_closes_it_and_asks_for_it_again_with_the_same_parameters()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        var second = _session.Source.Add();

        _session.First.EndAs(UpstreamEndKind.Lost);

        var done = await _session.SeeAsync("response.done", "resp_1");
        done.ShouldContain("\"failed\"");
        done.ShouldContain("\"upstream_lost\"");
        var again = await ReplacedSession.GetAsync(second, "response.create");
        again.ShouldContain("be brief");
        second.Sent[0].ShouldContain("session.update");
        second.Sent[1].ShouldContain("item_u");
        second.Sent.ShouldNotContain(message => message.Contains("item_a"), "what was cut is said again, not remembered");
        second.Say("""{"type":"response.created","response":{"id":"resp_2","status":"in_progress","conversation_id":"conv2"}}""");
        await _session.SeeAsync("response.created", "resp_2");
        _session.Client.Sent.Count(message => message.Contains("session.created")).ShouldBe(1);
        _session.Client.Sent.ShouldNotContain(message => message.Contains("session.updated"));
        _session.Client.Sent.Count(message => message.Contains("conversation.item.done") && message.Contains("\"id\":\"item_u\"")).ShouldBe(1);
        _session.Client.End.ShouldBeNull();
    }

    [Fact]
    public async Task Response_that_was_cancelled_is_not_asked_for_again()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        await _session.SendAsync("""{"type":"response.cancel","response_id":"resp_1"}""");
        var second = _session.Source.Add();

        _session.First.EndAs(UpstreamEndKind.Lost);

        await _session.SeeAsync("response.done", "resp_1");
        await _session.SendAsync("""{"type":"input_audio_buffer.clear"}""");
        await ReplacedSession.GetAsync(second, "input_audio_buffer.clear");
        second.Sent.ShouldNotContain(message => message.Contains("response.create"));
    }

    [Fact]
    public async Task Close_between_turns_is_not_seen_and_previous_items_keep_their_order()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        await _session.AnswerAsync();
        var seen = _session.Client.Sent.Count;
        var second = _session.Source.Add(new SpokenProvider { RefusesItem = sent => sent.Contains("item_a") });

        _session.First.EndAs(UpstreamEndKind.Closed, 1001, "restart");
        await ReplacedSession.GetAsync(second, "Hi there", "previous_item_id");
        await _session.SendAsync("""{"type":"conversation.item.create","item":{"id":"item_n","type":"message","role":"user","content":[{"type":"input_text","text":"More"}]}}""");
        await ReplacedSession.GetAsync(second, "item_n");

        await _session.SeeAsync("conversation.item.done", "item_n");
        _session.Client.Sent.Skip(seen).ShouldAllBe(message => message.Contains("item_n"));
        second.Say("""{"type":"conversation.item.truncated","item_id":"x"}""");
        var made = second.Sent.Count;
        await _session.SendAsync("""{"type":"conversation.item.delete","item_id":"item_a"}""");
        (await ReplacedSession.GetAsync(second, "conversation.item.delete")).ShouldContain("made_", Case.Sensitive, "the upstream has it under an id of its own");
        second.Say("""{"type":"conversation.item.deleted","item_id":"made_3"}""");
        made.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Commit_and_requests_follow_the_audio_that_they_are_about()
    {
        await _session.StartAsync();
        await _session.SendAsync("""{"type":"input_audio_buffer.append","audio":"AAAA"}""");
        await _session.SendAsync("""{"type":"input_audio_buffer.append","audio":"BBBB"}""");
        await _session.SendAsync("""{"type":"input_audio_buffer.commit"}""");
        await _session.SendAsync("""{"type":"response.create"}""");
        await _session.SendAsync("""{"type":"input_audio_buffer.append","audio":"CCCC"}""");
        var open = new TaskCompletionSource();
        _session.Source.Gate = open.Task;
        var second = _session.Source.Add();

        _session.First.EndAs(UpstreamEndKind.Lost);
        await ReplacedSession.UntilAsync(() => _session.Source.Asked.Count == 1);
        await _session.SendAsync("""{"type":"input_audio_buffer.append","audio":"DDDD"}""");
        await _session.SendAsync("""{"type":"conversation.item.create","item":{"id":"i","type":"message","role":"user","content":[]}}""");
        open.SetResult();
        await ReplacedSession.GetAsync(second, "conversation.item.create");

        string[] order = ["AAAA", "BBBB", "commit", "response.create", "CCCC", "DDDD", "conversation.item.create"];
        var sent = second.Sent.Where(message => !message.Contains("session.update")).ToArray();
        sent.Length.ShouldBe(order.Length);
        sent.Zip(order).ShouldAllBe(pair => pair.First.Contains(pair.Second));
    }

    [Fact]
    public async Task Turn_that_is_being_spoken_goes_on_under_the_id_that_the_client_knows()
    {
        await _session.StartAsync(SpokenProvider.Created("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad"}}}}"""));
        await _session.SendAsync("""{"type":"input_audio_buffer.append","audio":"AAAA"}""");
        _session.First.Say("""{"type":"input_audio_buffer.speech_started","item_id":"item_1","audio_start_ms":0}""");
        await _session.SeeAsync("speech_started", "item_1");
        var second = _session.Source.Add();

        _session.First.EndAs(UpstreamEndKind.Silent);
        await _session.AdvanceUntilAsync(() => second.Sent.Any(message => message.Contains("AAAA")));
        _session.Source.Asked[0].Excluded.ShouldBe(["d1"], "it does not answer");
        second.Say("""{"type":"input_audio_buffer.speech_started","item_id":"item_2","audio_start_ms":0}""");
        second.Say("""{"type":"input_audio_buffer.committed","item_id":"item_2","previous_item_id":null}""");
        second.Say("""{"type":"conversation.item.input_audio_transcription.delta","item_id":"item_2","content_index":0,"delta":"one"}""");

        await _session.SeeAsync("committed", "item_1");
        await _session.SeeAsync("transcription.delta", "item_1");
        _session.Client.Sent.ShouldNotContain(message => message.Contains("item_2"));
    }

    [Fact]
    public async Task Spoken_turn_without_words_is_replayed_as_sound_and_its_answer_asked_for()
    {
        await _session.StartAsync(SpokenProvider.Created("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad"}}}}"""));
        await _session.SendAsync("""{"type":"input_audio_buffer.append","audio":"AAAA"}""");
        await _session.SendAsync("""{"type":"input_audio_buffer.append","audio":"BBBB"}""");
        _session.First.Say("""{"type":"input_audio_buffer.committed","item_id":"item_1","previous_item_id":null}""");
        await _session.SeeAsync("committed");
        var second = _session.Source.Add();

        _session.First.EndAs(UpstreamEndKind.Lost);

        await ReplacedSession.GetAsync(second, "response.create");
        second.Sent.ShouldContain(message => message.Contains("item_1") && message.Contains("\"audio\":\"AAAABBBB\""));
        second.Sent.ShouldNotContain(message => message.Contains("append"));
    }

    [Fact]
    public async Task Client_that_speaks_while_a_fresh_upstream_is_told_the_talk_waits_for_it_and_is_not_waited_for()
    {
        await _session.StartAsync(SpokenProvider.Created("""{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad"}}}}"""));
        foreach (var item in new[] { "item_1", "item_2" })
        {
            await _session.SendAsync("""{"type":"input_audio_buffer.append","audio":"AAAA"}""");
            _session.First.Say($$"""{"type":"input_audio_buffer.committed","item_id":"{{item}}","previous_item_id":null}""");
            await _session.SeeAsync("committed", item);
        }

        var second = _session.Source.Add();
        _session.Ids.Client = () => _session.Session.Enqueue(
            FrameKind.Text,
            """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"More"}]}}"""u8);

        _session.First.EndAs(UpstreamEndKind.Lost);

        await ReplacedSession.GetAsync(second, "item_2", "\"audio\"");
        await ReplacedSession.GetAsync(second, "More");
    }

    [Fact]
    public async Task Words_that_will_not_come_any_more_are_told_to_have_failed()
    {
        await _session.StartAsync(SpokenProvider.Created("""{"type":"realtime","audio":{"input":{"turn_detection":null,"transcription":{"model":"whisper-1"}}}}"""));
        await _session.SendAsync("""{"type":"input_audio_buffer.append","audio":"AAAA"}""");
        await _session.SendAsync("""{"type":"input_audio_buffer.commit"}""");
        _session.First.Say("""{"type":"input_audio_buffer.committed","item_id":"item_1","previous_item_id":null}""");
        await _session.SeeAsync("committed");
        var second = _session.Source.Add();

        _session.First.EndAs(UpstreamEndKind.Lost);

        (await _session.SeeAsync("input_audio_transcription.failed", "item_1")).ShouldContain("upstream_lost");
        (await ReplacedSession.GetAsync(second, "item_1")).ShouldContain("\"audio\":\"AAAA\"");
    }

    [Fact]
    public async Task Loss_during_the_replay_means_the_next_attempt()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        var second = _session.Source.Add(new SpokenProvider
        {
            OnItem = upstream =>
            {
                upstream.EndAs(UpstreamEndKind.Lost);
                return true;
            },
        });
        var third = _session.Source.Add();

        _session.First.EndAs(UpstreamEndKind.Lost);
        await ReplacedSession.UntilAsync(() => _session.Source.Asked.Count == 1 && second.Sent.Count >= 2);
        await _session.AdvanceUntilAsync(() => third.Sent.Any(message => message.Contains("response.create")));

        _session.Client.Sent.Count(message => message.Contains("response.done")).ShouldBe(1);
    }

    [Fact]
    public async Task Upstreams_that_are_lost_again_and_again_end_the_session()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        var upstreams = Enumerable.Range(0, 6).Select(_ => _session.Source.Add()).ToArray();

        _session.First.EndAs(UpstreamEndKind.Lost);
        foreach (var upstream in upstreams.Take(4))
        {
            await ReplacedSession.GetAsync(upstream, "response.create");
            upstream.EndAs(UpstreamEndKind.Closed, 4002, "broken");
        }

        await _session.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _session.Client.End!.CloseCode.ShouldBe(4002);
        _session.Source.Asked.Skip(1).ShouldAllBe(asked => asked.Excluded.Contains("d1"), "a deployment that fails again is not asked first");
    }

    [Fact]
    public async Task No_upstream_at_all_is_an_error_and_the_providers_code()
    {
        await _session.StartAsync();
        await _session.AskAsync();

        _session.First.EndAs(UpstreamEndKind.Closed, 4001, "gone");
        await _session.SeeAsync("response.done", "upstream_lost");
        await _session.AdvanceUntilAsync(() => _session.Client.End is not null);

        _session.Client.End!.CloseCode.ShouldBe(4001);
        _session.Client.End.Cause.ShouldBe(SessionEndCause.UpstreamClosed);
        _session.Client.Sent[^1].ShouldContain("\"error\"");
        _session.Source.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Session_that_shall_close_with_its_upstream_does()
    {
        await _session.StartAsync(deployment: Setups.Deployment with { OnUpstreamLoss = UpstreamLossAction.Close });

        _session.First.EndAs(UpstreamEndKind.Lost);

        await _session.Session.Ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        _session.Client.Sent[^1].ShouldContain("upstream_lost");
        _session.Client.End!.CloseCode.ShouldBe(1011);
        _session.Source.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Last_words_of_a_provider_are_not_the_clients()
    {
        await _session.StartAsync();
        var second = _session.Source.Add();

        _session.First.Say("""{"type":"error","error":{"type":"server_error","code":"internal","message":"Bye."}}""");
        _session.First.EndAs(UpstreamEndKind.Closed, 1011);
        await ReplacedSession.GetAsync(second, "session.update");
        second.Say("""{"type":"error","error":{"type":"server_error","code":"hiccup","message":"Still here."}}""");
        await _session.AdvanceUntilAsync(() => _session.Client.Sent.Any(message => message.Contains("hiccup")));

        _session.Client.Sent.ShouldNotContain(message => message.Contains("Bye."));
    }

    [Fact]
    public async Task End_of_a_providers_session_is_not_the_clients()
    {
        await _session.StartAsync();
        var second = _session.Source.Add();

        _session.First.Say("""{"type":"error","error":{"type":"invalid_request_error","code":"session_expired","message":"60 minutes."}}""");
        await ReplacedSession.GetAsync(second, "session.update");
        await _session.SendAsync("""{"type":"conversation.item.create","item":{"id":"item_n","type":"message","role":"user","content":[]}}""");

        await _session.SeeAsync("conversation.item.done", "item_n");
        _session.Client.Sent.ShouldNotContain(message => message.Contains("session_expired"));
    }

    [Fact]
    public async Task Settings_that_the_next_provider_does_not_take_are_left_out()
    {
        await _session.StartAsync(SpokenProvider.Created("""{"type":"realtime","instructions":"Be kind.","audio":{"input":{"turn_detection":null},"output":{"voice":"marin"}}}"""));
        var second = _session.Source.Add(new SpokenProvider { RefusedParam = "session.audio.output.voice" }, Setups.Deployment with { Id = "d9" });

        _session.First.EndAs(UpstreamEndKind.Lost);
        await _session.SendAsync("""{"type":"input_audio_buffer.clear"}""");
        await ReplacedSession.GetAsync(second, "input_audio_buffer.clear");

        var updates = second.Sent.Where(message => message.Contains("session.update")).ToArray();
        updates.Length.ShouldBe(2);
        updates[1].ShouldContain("Be kind.");
        updates[1].ShouldNotContain("marin");
    }

    [Fact]
    public async Task Provider_that_acknowledges_nothing_is_taken_to_agree_and_its_late_answers_are_not_the_clients()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        await _session.AnswerAsync();
        var seen = _session.Client.Sent.Count;
        var second = _session.Source.Add();
        second.Answers = null;

        _session.First.EndAs(UpstreamEndKind.Lost);
        await ReplacedSession.GetAsync(second, "item_a");
        await _session.SendAsync("""{"type":"response.create"}""");
        await _session.AdvanceUntilAsync(() => second.Sent[^1].Contains("response.create"));
        second.Say("""{"type":"session.updated","session":{"type":"realtime"}}""");
        second.Say("""{"type":"conversation.item.done","item":{"id":"item_a","type":"message","role":"assistant"}}""");
        second.Say("""{"type":"error","error":{"type":"invalid_request_error","code":"x","message":"x","event_id":"replay_settings"}}""");
        second.Say("""{"type":"response.created","response":{"id":"resp_2","conversation_id":"c"}}""");

        await _session.SeeAsync("response.created", "resp_2");
        _session.Client.Sent.Count.ShouldBe(seen + 1);
    }

    [Fact]
    public async Task Model_is_named_as_the_next_deployment_names_it()
    {
        await _session.StartAsync();
        await _session.SendAsync("""{"type":"session.update","session":{"type":"realtime","model":"voice"}}""");
        _session.First.Sent[^1].ShouldContain("gpt-realtime");
        _session.First.Answers = null;
        await _session.SendAsync("""{"type":"response.create","response":{"model":"voice"}}""");
        var second = _session.Source.Add(deployment: Setups.Deployment with { Id = "d9", ProviderModel = "other-model" });

        _session.First.EndAs(UpstreamEndKind.Lost);

        (await ReplacedSession.GetAsync(second, "response.create")).ShouldContain("other-model");
        await _session.SendAsync("""{"type":"session.update","session":{"type":"realtime","model":"voice","instructions":"x"}}""");
        (await ReplacedSession.GetAsync(second, "\"instructions\":\"x\"")).ShouldContain("other-model");
    }

    [Fact]
    public async Task A_deployment_is_told_once_of_a_session_that_it_drops_before_an_answer()
    {
        await _session.StartAsync();
        var second = _session.Source.Add();
        _session.First.EndAs(UpstreamEndKind.Lost);
        await ReplacedSession.GetAsync(second, "session.update");
        var third = _session.Source.Add();
        second.EndAs(UpstreamEndKind.Lost);
        await ReplacedSession.GetAsync(third, "session.update");

        _session.Source.Losses.Select(loss => loss.Deployment.Id).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_loss_after_an_answer_says_nothing_of_the_deployment()
    {
        await _session.StartAsync();
        await _session.AskAsync();
        await _session.AnswerAsync();
        var second = _session.Source.Add();
        _session.First.EndAs(UpstreamEndKind.Lost);
        await ReplacedSession.GetAsync(second, "session.update");

        _session.Source.Losses.ShouldBeEmpty();
    }
}
