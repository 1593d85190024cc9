using System.Net;

namespace Realtime.Gateway.Tests.Admin;

/// <summary>Users, customers and budgets.</summary>
public sealed class OwnerRouteTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private AdminHost Host => fixture.Host;

    [Fact]
    public async Task User_comes_with_a_key_and_goes_with_all_keys()
    {
        await Host.CallAsync("/team/new", """{"team_id":"team-of-u"}""");
        var made = await Host.CallAsync("/user/new", """{"user_id":"u1","user_email":"u1@x.y","max_budget":3,"team_id":"team-of-u","key_alias":"first of u1"}""");
        var key = (string)made["key"]!;
        ((string)made["user_role"]!).ShouldBe("internal_user");
        ((string)made["teams"]![0]!).ShouldBe("team-of-u");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/user/new", """{"user_id":"u1"}""");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/user/new", """{"user_email":"u1@x.y"}""");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/user/new", """{"user_role":"emperor"}""");
        Host.Told.Take();

        ((decimal)(await Host.CallAsync("/user/update", """{"user_id":"u1","max_budget":4}"""))["data"]!["max_budget"]!).ShouldBe(4m);
        Host.Told.Take().ShouldBe(["user:u1"]);
        var info = await Host.CallAsync("/user/info?user_id=u1");
        ((string)info["keys"]![0]!["key_alias"]!).ShouldBe("first of u1");
        ((string)info["teams"]![0]!["team_id"]!).ShouldBe("team-of-u");
        ((string)(await Host.CallAsync("/user/info", key: key))["user_id"]!).ShouldBe("u1");
        (await Host.CallAsync("/user/list?user_email=u1@"))["users"]!.AsArray().Count.ShouldBe(1);

        ((int)(await Host.CallAsync("/user/delete", """{"user_ids":["u1"]}"""))["deleted_keys"]!).ShouldBe(1);
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/user/info?user_id=u1");
        await Host.RefusedAsync(HttpStatusCode.Unauthorized, "/key/info", key: key);
    }

    [Fact]
    public async Task New_user_whose_key_cannot_be_made_is_not_made_either()
    {
        await Host.KeyAsync("""{"key_alias":"taken"}""");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/user/new", """{"user_id":"half","key_alias":"taken"}""");
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/user/info?user_id=half");
    }

    [Fact]
    public async Task Customer_is_made_blocked_shown_and_deleted_under_both_names()
    {
        await Host.CallAsync("/budget/new", """{"budget_id":"free tier","max_budget":0.5,"budget_duration":"1d","rpm_limit":2}""");
        var made = await Host.CallAsync("/customer/new", """{"user_id":"c1","alias":"C","budget_id":"free tier","allowed_model_region":"eu"}""");
        ((decimal)made["litellm_budget_table"]!["max_budget"]!).ShouldBe(0.5m);
        ((string)made["allowed_model_region"]!).ShouldBe("eu");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/customer/new", """{"user_id":"c1"}""");
        Host.Told.Take();

        ((bool)(await Host.CallAsync("/customer/block", """{"user_ids":["c1"]}"""))["blocked_users"]![0]!["blocked"]!).ShouldBeTrue();
        Host.Told.Take().ShouldBe(["customer:c1"]);
        ((bool)(await Host.CallAsync("/end_user/info?end_user_id=c1"))["blocked"]!).ShouldBeTrue();
        await Host.CallAsync("/customer/unblock", """{"user_ids":["c1"]}""");
        ((decimal)(await Host.CallAsync("/customer/update", """{"user_id":"c1","max_budget":9}"""))["max_budget"]!).ShouldBe(9m);
        (await Host.CallAsync("/customer/list")).AsArray().Count.ShouldBeGreaterThan(0);

        ((int)(await Host.CallAsync("/customer/delete", """{"user_ids":["c1"]}"""))["deleted_customers"]!).ShouldBe(1);
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/customer/info?end_user_id=c1");
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/customer/update", """{"user_id":"c1"}""");
    }

    [Fact]
    public async Task Changed_budget_is_told_to_all_that_have_it_and_stays_while_they_do()
    {
        await Host.CallAsync("/budget/new", """{"budget_id":"b1","max_budget":1,"tpm_limit":100}""");
        var (_, hash) = await Host.KeyAsync("""{"budget_id":"b1"}""");
        Host.Told.Take();

        ((decimal)(await Host.CallAsync("/budget/update", """{"budget_id":"b1","max_budget":2,"budget_duration":"1d"}"""))["max_budget"]!).ShouldBe(2m);
        Host.Told.Take().ShouldBe(["key:" + hash]);
        var info = (await Host.CallAsync("/key/info?key=" + hash))["info"]!;
        ((decimal)info["litellm_budget_table"]!["max_budget"]!).ShouldBe(2m);
        ((DateTimeOffset)info["budget_reset_at"]!).ShouldBe(new DateTimeOffset(2026, 8, 13, 0, 0, 0, TimeSpan.Zero));
        (await Host.CallAsync("/budget/info", """{"budgets":["b1"]}""")).AsArray().Count.ShouldBe(1);
        (await Host.CallAsync("/budget/settings?budget_id=b1")).AsArray().Select(field => (string)field!["field_name"]!).ShouldContain("max_budget");
        (await Host.CallAsync("/budget/list")).AsArray().Count.ShouldBeGreaterThan(0);

        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/budget/delete", """{"id":"b1"}""");
        await Host.CallAsync("/key/delete", $$"""{"keys":["{{hash}}"]}""");
        await Host.CallAsync("/budget/delete", """{"id":"b1"}""");
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/budget/info", """{"budgets":["b1"]}""");
    }
}
