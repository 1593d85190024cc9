using System.Net;

namespace Realtime.Gateway.Tests.Admin;

public sealed class TeamRouteTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private AdminHost Host => fixture.Host;

    [Fact]
    public async Task Team_is_made_changed_shown_and_deleted_with_its_keys()
    {
        var made = await Host.CallAsync(
            "/team/new",
            """
            {"team_id":"t1","team_alias":"first","models":["voice"],"max_budget":5,"budget_duration":"1mo","max_parallel_requests":3,
             "team_member_budget":1,"team_member_rpm_limit":7,"members_with_roles":[{"role":"admin","user_id":"lead"}],"model_aliases":{"gpt":"voice"}}
            """);
        ((decimal)made["max_budget"]!).ShouldBe(5m);
        ((DateTimeOffset)made["budget_reset_at"]!).ShouldBe(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero));
        ((decimal)made["team_member_budget"]!).ShouldBe(1m);
        ((string)made["members_with_roles"]![0]!["role"]!).ShouldBe("admin");
        ((string)made["model_aliases"]!["gpt"]!).ShouldBe("voice");
        var (key, hash) = await Host.KeyAsync("""{"team_id":"t1"}""");
        Host.Told.Take();

        ((int)(await Host.CallAsync("/team/update", """{"team_id":"t1","rpm_limit":11,"max_budget":null}"""))["rpm_limit"]!).ShouldBe(11);
        Host.Told.Take().ShouldBe(["team:t1", "member:t1:lead"], ignoreOrder: true);
        ((bool)(await Host.CallAsync("/team/block", """{"team_id":"t1"}"""))["blocked"]!).ShouldBeTrue();
        Host.Told.Take().ShouldContain("team:t1");
        ((bool)(await Host.CallAsync("/team/unblock", """{"team_id":"t1"}"""))["blocked"]!).ShouldBeFalse();

        var info = await Host.CallAsync("/team/info?team_id=t1");
        info["team_info"]!["max_budget"].ShouldBeNull();
        ((int)info["team_info"]!["max_parallel_requests"]!).ShouldBe(3);
        ((string)info["keys"]![0]!["token"]!).ShouldBe(hash);
        ((string)info["team_memberships"]![0]!["user_id"]!).ShouldBe("lead");
        await Host.CallAsync("/team/info?team_id=t1", key: key);
        Host.Told.Take();

        ((int)(await Host.CallAsync("/team/delete", """{"team_ids":["t1"]}"""))["deleted_keys"]!).ShouldBe(1);
        Host.Told.Take().ShouldBe(["team:t1", "member:t1:lead", "key:" + hash], ignoreOrder: true);
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/team/info?team_id=t1");
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/key/info?key=" + key);
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/team/delete", """{"team_ids":["t1"]}""");
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/team/update", """{"team_id":"t1"}""");
    }

    [Fact]
    public async Task Members_come_with_a_budget_of_their_own_and_go_with_their_keys()
    {
        await Host.CallAsync("/team/new", """{"team_id":"t2"}""");

        var added = await Host.CallAsync(
            "/team/member_add", """{"team_id":"t2","member":[{"role":"user","user_email":"a@b.c"},{"role":"admin","user_id":"u2"}],"max_budget_in_team":2,"budget_duration":"1d"}""");
        added["updated_users"]!.AsArray().Count.ShouldBe(2);
        ((decimal)added["updated_team_memberships"]![0]!["max_budget"]!).ShouldBe(2m);
        added["members_with_roles"]!.AsArray().Select(member => (string?)member!["user_email"]).ShouldContain("a@b.c");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/team/member_add", """{"team_id":"t2","member":{"role":"user","user_id":"u2"}}""");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/team/member_add", """{"team_id":"t2","member":{"role":"boss","user_id":"u3"}}""");

        ((int)(await Host.CallAsync("/team/member_update", """{"team_id":"t2","user_id":"u2","rpm_limit":4}"""))["rpm_limit"]!).ShouldBe(4);
        var (key, hash) = await Host.KeyAsync("""{"team_id":"t2","user_id":"u2"}""");
        Host.Told.Take();
        (await Host.CallAsync("/team/member_delete", """{"team_id":"t2","user_id":"u2"}"""))["members_with_roles"]!.AsArray().Count.ShouldBe(1);
        Host.Told.Take().ShouldBe(["member:t2:u2", "key:" + hash], ignoreOrder: true);
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/key/info?key=" + key);
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/team/member_delete", """{"team_id":"t2","user_id":"u2"}""");
    }

    [Fact]
    public async Task Keys_of_members_live_no_longer_than_the_team_says()
    {
        await Host.CallAsync("/team/new", """{"team_id":"brief","team_member_key_duration":"1d"}""");

        foreach (var (fields, days) in new[] { ("", 1d), (",\"duration\":\"30d\"", 1d), (",\"duration\":\"12h\"", 0.5) })
        {
            var made = await Host.CallAsync("/key/generate", "{\"team_id\":\"brief\",\"user_id\":\"m\"" + fields + "}");
            ((DateTimeOffset)made["expires"]!).ShouldBe(Host.Clock.GetUtcNow().AddDays(days));
        }
    }

    [Fact]
    public async Task Models_are_added_and_taken_but_never_the_last_one()
    {
        await Host.CallAsync("/team/new", """{"team_id":"t3","models":["voice"]}""");

        (await Host.CallAsync("/team/model/add", """{"team_id":"t3","models":["other","voice"]}"""))["models"]!.AsArray().Count.ShouldBe(2);
        (await Host.CallAsync("/team/model/delete", """{"team_id":"t3","models":["voice"]}"""))["models"]!.AsArray().Single()!.ToString().ShouldBe("other");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/team/model/delete", """{"team_id":"t3","models":["other"]}""");
    }

    [Fact]
    public async Task Teams_are_listed_a_page_at_a_time()
    {
        for (var i = 0; i < 3; i++)
        {
            await Host.CallAsync("/team/new", """{"team_alias":"listed"}""");
        }

        (await Host.CallAsync("/team/list?team_alias=listed")).AsArray().Count.ShouldBe(3);
        var page = await Host.CallAsync("/v2/team/list?team_alias=listed&page_size=2&page=2");
        page["teams"]!.AsArray().Count.ShouldBe(1);
        ((int)page["total_pages"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Team_that_exists_is_not_made_again() =>
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/team/new", $$"""{"team_id":"{{(await Host.CallAsync("/team/new", "{}"))["team_id"]}}"}""");
}
