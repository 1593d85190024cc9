using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Tests.Policies;

[Collection(PolicyCollection.Name)]
public sealed class BudgetTests(PolicyFixture fixture)
{
    [Fact]
    public async Task Ledger_has_a_row_for_each_response_and_the_keys_spend_is_their_sum_and_what_was_served()
    {
        var key = await fixture.KeyAsync();
        var talker = await fixture.ConnectAsync(key);
        var served = fixture.Simulator.Connections[^1];
        for (var turn = 0; turn < 3; turn++)
        {
            await talker.TurnAsync();
        }

        await talker.Client.CloseAsync();
        await Eventually.TrueAsync(async () => (await fixture.RowsAsync(key)).Count == 4);
        var rows = await fixture.RowsAsync(key);
        var responses = rows.Where(row => row.Kind == LedgerKind.Response).ToArray();
        responses.Length.ShouldBe(3);
        responses.ShouldAllBe(row => row.Spend > 0 && !row.Unpriced && !row.Estimated && row.ModelGroup == "voice" && row.Model == "gpt-realtime");
        responses.Sum(row => row.PromptTokens).ShouldBe(served.Usage.InputTokens);
        responses.Sum(row => row.CachedTokens).ShouldBe(served.Usage.CachedTokens);
        responses.Sum(row => row.CompletionTokens).ShouldBe(served.Usage.OutputTokens);
        rows.Single(row => row.Kind == LedgerKind.Session).Spend.ShouldBe(0);
        (await fixture.SpendAsync(key)).ShouldBe(rows.Sum(row => row.Spend));
        await talker.DisposeAsync();
    }

    [Fact]
    public async Task Usage_without_a_price_is_marked_and_costs_nothing()
    {
        var key = await fixture.KeyAsync();
        await using var talker = await fixture.ConnectAsync(key, "unpriced");
        await talker.TurnAsync();
        await Eventually.TrueAsync(async () => (await fixture.RowsAsync(key)).Count == 1);
        var row = (await fixture.RowsAsync(key)).Single();
        row.Unpriced.ShouldBeTrue();
        row.Spend.ShouldBe(0);
        row.TotalTokens.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Session_ends_after_the_response_that_crossed_the_budget_and_a_raised_one_counts_at_once()
    {
        var key = await fixture.KeyAsync(new PolicySettings { MaxBudget = 0.02m });
        await using (var talker = await fixture.ConnectAsync(key, "flat"))
        {
            ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
            ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
            var (error, code) = await talker.EndAsync();
            code.ShouldBe(1008);
            ((string)error!["type"]!).ShouldBe("budget_exceeded");
            ((string)error["code"]!).ShouldBe("budget_exceeded");
        }

        var (status, refused, _) = await fixture.RefusedAsync(key, "flat");
        status.ShouldBe(429);
        ((string)refused["type"]!).ShouldBe("budget_exceeded");

        await fixture.ChangeAsync(key, row => row.Settings = row.Settings with { MaxBudget = 1 });
        await using var again = await fixture.ConnectAsync(key, "flat");
        ((string)(await again.TurnAsync())["type"]!).ShouldBe("response.done");
    }

    [Fact]
    public async Task Budget_of_a_model_holds_for_that_model_alone()
    {
        var key = await fixture.KeyAsync(new PolicySettings { ModelMaxBudget = new Dictionary<string, ModelBudget> { ["flat"] = new(0.01m, "1d") } });
        await using (var talker = await fixture.ConnectAsync(key, "flat"))
        {
            await talker.TurnAsync();
            (await talker.EndAsync()).Code.ShouldBe(1008);
        }

        (await fixture.RefusedAsync(key, "flat")).Status.ShouldBe(429);
        await using var other = await fixture.ConnectAsync(key, "voice");
        ((string)(await other.TurnAsync())["type"]!).ShouldBe("response.done");
    }

    [Fact]
    public async Task Session_ends_at_the_cost_that_one_session_may_have()
    {
        var key = await fixture.KeyAsync(new PolicySettings { MaxSessionCost = 0.01m });
        await using var talker = await fixture.ConnectAsync(key, "flat");
        await talker.TurnAsync();
        var (error, code) = await talker.EndAsync();
        code.ShouldBe(1008);
        ((string)error!["code"]!).ShouldBe("session_cost_exceeded");
        await using var next = await fixture.ConnectAsync(key, "flat");
    }

    [Fact]
    public async Task Caps_of_a_session_that_are_set_while_it_runs_hold_for_it()
    {
        var key = await fixture.KeyAsync();
        await using var costly = await fixture.ConnectAsync(key, "flat");
        await costly.TurnAsync();
        await fixture.AdminAsync("/key/update", new JsonObject { ["key"] = key, ["max_session_cost"] = 0.02 });
        await costly.TurnAsync();
        var (error, code) = await costly.EndAsync();
        code.ShouldBe(1008);
        ((string)error!["code"]!).ShouldBe("session_cost_exceeded");

        await using var longest = await fixture.ConnectAsync(key, "flat");
        await longest.TurnAsync();
        await fixture.AdminAsync("/key/update", new JsonObject { ["key"] = key, ["max_session_duration"] = "1s" });
        (error, code) = await longest.EndAsync();
        code.ShouldBe(1001);
        ((string)error!["code"]!).ShouldBe("session_expired");
    }

    [Fact]
    public async Task Session_ends_at_the_time_that_a_session_of_its_key_may_last()
    {
        var key = await fixture.KeyAsync(new PolicySettings { MaxSessionDuration = "1s" });
        await using var talker = await fixture.ConnectAsync(key, "flat");
        var (error, code) = await talker.EndAsync();
        code.ShouldBe(1001);
        ((string)error!["code"]!).ShouldBe("session_expired");
    }

    [Fact]
    public async Task Two_hundred_sessions_overspend_a_budget_of_fifty_responses_by_at_most_one_each_and_all_are_told_why()
    {
        const int Sessions = 200;
        var key = await fixture.KeyAsync(new PolicySettings { MaxBudget = 0.5m });
        var talkers = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => fixture.ConnectAsync(key, "flat")));
        var ends = await Task.WhenAll(talkers.Select(async talker =>
        {
            for (var turn = 0; turn < 20; turn++)
            {
                await talker.AskAsync();
                while (true)
                {
                    var received = await talker.Client.ReceiveAsync(TimeSpan.FromSeconds(60));
                    if (received.IsClose)
                    {
                        return (Code: received.CloseCode, Told: false);
                    }

                    if (received.Type == "error")
                    {
                        var told = (string)received.Json["error"]!["code"]! == "budget_exceeded";
                        return (Code: (await talker.Client.ReceiveCloseAsync()).CloseCode, Told: told);
                    }

                    if (received.Type == "response.done")
                    {
                        break;
                    }
                }
            }

            return (Code: 0, Told: false);
        }));
        ends.ShouldAllBe(end => end.Code == 1008 && end.Told);
        await Eventually.TrueAsync(async () => (await fixture.RowsAsync(key)).Count(row => row.Kind == LedgerKind.Session) == Sessions);
        var spend = (await fixture.RowsAsync(key)).Sum(row => row.Spend);
        spend.ShouldBeInRange(0.5m, 0.5m + (Sessions * 0.01m));
        (await fixture.SpendAsync(key)).ShouldBe(spend);
        foreach (var talker in talkers)
        {
            await talker.DisposeAsync();
        }
    }
}
