using System.Text.Json.Nodes;

namespace Realtime.Gateway.Tests.Policies;

/// <summary>Limits and budgets of all that a session is under besides its key: team, member, user, customer, deployment and provider.</summary>
[Collection(PolicyCollection.Name)]
public sealed class ScopeTests(PolicyFixture fixture)
{
    private static string NewId(string kind) => kind + Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task Sessions_of_a_blocked_team_end_with_1008_within_two_seconds()
    {
        var team = NewId("team");
        await fixture.AdminAsync("/team/new", new JsonObject { ["team_id"] = team });
        var key = await fixture.MadeKeyAsync(new JsonObject { ["team_id"] = team });
        await using var talker = await fixture.ConnectAsync(key);

        var start = TimeProvider.System.GetTimestamp();
        await fixture.AdminAsync("/team/block", new JsonObject { ["team_id"] = team });
        var (error, code) = await talker.EndAsync();

        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        code.ShouldBe(1008);
        ((string)error!["code"]!).ShouldBe("team_blocked");
        (await fixture.RefusedAsync(key)).Status.ShouldBe(401);

        await fixture.AdminAsync("/team/unblock", new JsonObject { ["team_id"] = team });
        await using var again = await fixture.ConnectAsync(key);
    }

    [Fact]
    public async Task Places_and_tokens_of_a_team_are_shared_by_its_keys()
    {
        var team = NewId("team");
        await fixture.AdminAsync("/team/new", new JsonObject { ["team_id"] = team, ["max_parallel_requests"] = 1 });
        var one = await fixture.MadeKeyAsync(new JsonObject { ["team_id"] = team });
        var other = await fixture.MadeKeyAsync(new JsonObject { ["team_id"] = team });
        await using (var talker = await fixture.ConnectAsync(one))
        {
            ShouldName((await fixture.RefusedAsync(other)).Error, "team: " + team);
            await talker.Client.CloseAsync();
        }

        await fixture.AdminAsync("/team/update", new JsonObject { ["team_id"] = team, ["max_parallel_requests"] = null, ["tpm_limit"] = 1 });
        await using var first = await fixture.ConnectAsync(one);
        await first.TurnAsync();
        ShouldName((await fixture.RefusedAsync(other)).Error, "Limit type: tokens");
    }

    [Fact]
    public async Task Budget_of_a_member_ends_that_members_sessions_alone()
    {
        var team = NewId("team");
        await fixture.AdminAsync("/team/new", new JsonObject { ["team_id"] = team });
        await fixture.AdminAsync("/team/member_add", new JsonObject
        {
            ["team_id"] = team, ["member"] = new JsonObject { ["role"] = "user", ["user_id"] = "ada" }, ["max_budget_in_team"] = 0.01,
        });
        await fixture.AdminAsync("/team/member_add", new JsonObject
        {
            ["team_id"] = team, ["member"] = new JsonObject { ["role"] = "user", ["user_id"] = "bob" },
        });
        var ada = await fixture.MadeKeyAsync(new JsonObject { ["team_id"] = team, ["user_id"] = "ada" });
        var bob = await fixture.MadeKeyAsync(new JsonObject { ["team_id"] = team, ["user_id"] = "bob" });
        await using var others = await fixture.ConnectAsync(bob, "flat");

        await ShouldEndAfterOneAsync(ada, "team_member: ");

        ((string)(await others.TurnAsync())["type"]!).ShouldBe("response.done");
    }

    [Fact]
    public async Task Limits_of_a_user_hold_for_all_the_users_own_keys()
    {
        var user = NewId("user");
        await fixture.AdminAsync("/user/new", new JsonObject { ["user_id"] = user, ["auto_create_key"] = false, ["max_parallel_requests"] = 1, ["max_budget"] = 0.01 });
        var one = await fixture.MadeKeyAsync(new JsonObject { ["user_id"] = user });
        var other = await fixture.MadeKeyAsync(new JsonObject { ["user_id"] = user });
        await using (var talker = await fixture.ConnectAsync(one))
        {
            ShouldName((await fixture.RefusedAsync(other)).Error, "user: " + user);
            await talker.Client.CloseAsync();
        }

        await ShouldEndAfterOneAsync(other, "user: " + user);
    }

    [Fact]
    public async Task Limits_and_budget_of_a_customer_hold_whatever_key_names_it()
    {
        var customer = NewId("customer");
        await fixture.AdminAsync("/customer/new", new JsonObject { ["user_id"] = customer, ["max_budget"] = 0.01, ["max_parallel_requests"] = 1 });
        var (one, other) = (await fixture.KeyAsync(), await fixture.KeyAsync());
        await using (var talker = await fixture.ConnectAsync(one, query: "&user=" + customer))
        {
            ShouldName((await fixture.RefusedAsync(other, query: "&user=" + customer)).Error, "end_user: " + customer);
            await talker.Client.CloseAsync();
        }

        await ShouldEndAfterOneAsync(other, "end_user: " + customer, query: "&user=" + customer);
        await using var nobodys = await fixture.ConnectAsync(other, "flat");
        await fixture.AdminAsync("/customer/block", new JsonObject { ["user_ids"] = new JsonArray(customer) });
        (await fixture.RefusedAsync(one, query: "&user=" + customer)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Customer_without_a_budget_of_its_own_has_the_default_one()
    {
        await fixture.AdminAsync("/budget/new", new JsonObject { ["budget_id"] = PolicyFixture.DefaultBudget, ["max_budget"] = 0.01, ["max_parallel_requests"] = 1 });
        var (stranger, known) = (NewId("stranger"), NewId("known"));
        await fixture.AdminAsync("/customer/new", new JsonObject { ["user_id"] = known, ["max_budget"] = 1 });
        var (one, other) = (await fixture.KeyAsync(), await fixture.KeyAsync());
        await using (var talker = await fixture.ConnectAsync(one, query: "&user=" + stranger))
        {
            ShouldName((await fixture.RefusedAsync(other, query: "&user=" + stranger)).Error, "end_user: " + stranger);
            await talker.Client.CloseAsync();
        }

        await ShouldEndAfterOneAsync(other, "end_user: " + stranger, query: "&user=" + stranger);
        await using var first = await fixture.ConnectAsync(one, "flat", "&user=" + known);
        await using var second = await fixture.ConnectAsync(one, "flat", "&user=" + known);
        ((string)(await first.TurnAsync())["type"]!).ShouldBe("response.done");
        ((string)(await first.TurnAsync())["type"]!).ShouldBe("response.done");
        await fixture.AdminAsync("/budget/delete", new JsonObject { ["id"] = PolicyFixture.DefaultBudget });
    }

    [Fact]
    public async Task Each_of_several_budgets_holds()
    {
        var key = await fixture.MadeKeyAsync(new JsonObject
        {
            ["budget_limits"] = new JsonArray(
                new JsonObject { ["budget_duration"] = "30d", ["max_budget"] = 1 }, new JsonObject { ["budget_duration"] = "1h", ["max_budget"] = 0.01 }),
        });

        await ShouldEndAfterOneAsync(key, "Max budget: 0.01 in 1h");
    }

    [Fact]
    public async Task Deployment_whose_budget_is_used_up_gets_no_new_sessions_and_others_take_them()
    {
        var key = await fixture.KeyAsync();
        await using (var talker = await fixture.ConnectAsync(key, "capped"))
        {
            ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
            (await talker.EndAsync()).Code.ShouldBe(1008);
        }

        await using (var talker = await fixture.ConnectAsync(key, "capped"))
        {
            ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
            ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
        }

        await Running.Eventually.TrueAsync(async () => (await fixture.RowsAsync(key)).Count(row => row.Spend > 0) == 3);
        (await fixture.RowsAsync(key)).Where(row => row.Spend > 0).OrderBy(row => row.EndTime).Select(row => row.ModelId)
            .ShouldBe(["capped-first", "capped-second", "capped-second"]);
        await ShouldEndAfterOneAsync(key, "deployment: ", "lonely");
    }

    [Fact]
    public async Task Provider_whose_budget_is_used_up_gets_no_new_sessions()
    {
        var key = await fixture.KeyAsync();
        await using (var talker = await fixture.ConnectAsync(key, "of-provider"))
        {
            ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
        }

        await ShouldEndAfterOneAsync(key, "provider: xai", "of-provider");
    }

    private static void ShouldName(JsonNode error, string expected) => ((string)error["message"]!).ShouldContain(expected);

    // The response that reaches the budget is delivered, the session ends, and no other one begins.
    private async Task ShouldEndAfterOneAsync(string key, string whose, string model = "flat", string query = "")
    {
        await using var talker = await fixture.ConnectAsync(key, model, query);
        ((string)(await talker.TurnAsync())["type"]!).ShouldBe("response.done");
        var (error, code) = await talker.EndAsync();
        code.ShouldBe(1008);
        ((string)error!["code"]!).ShouldBe("budget_exceeded");
        ShouldName(error, whose);
        var (status, refused, _) = await fixture.RefusedAsync(key, model, query);
        status.ShouldBe(429);
        ((string)refused["type"]!).ShouldBe("budget_exceeded");
    }
}
