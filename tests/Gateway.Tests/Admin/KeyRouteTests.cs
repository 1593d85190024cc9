using System.Net;
using System.Text;

namespace Realtime.Gateway.Tests.Admin;

public sealed class KeyRouteTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private AdminHost Host => fixture.Host;

    [Fact]
    public async Task Key_is_shown_once_and_kept_as_its_hash()
    {
        var made = await Host.CallAsync(
            "/key/generate",
            """
            {"key_alias":"once","models":["voice"],"max_budget":0.1,"budget_duration":"1d","rpm_limit":5,"duration":"30d",
             "budget_limits":[{"budget_duration":"1h","max_budget":0.05}],"model_max_budget":{"voice":{"budget_limit":1,"time_period":"1d"}},
             "metadata":{"tags":["blue"],"guardrails":["words"],"team":"x"},"permissions":{"a":true}}
            """);

        var key = (string)made["key"]!;
        key.ShouldStartWith("sk-");
        ((string)made["key_name"]!).ShouldBe("sk-..." + key[^4..]);
        ((string)made["token"]!).ShouldBe((string)made["token_id"]!);
        ((DateTimeOffset)made["expires"]!).ShouldBe(Host.Clock.GetUtcNow().AddDays(30));
        ((DateTimeOffset)made["budget_reset_at"]!).ShouldBe(new DateTimeOffset(2026, 8, 13, 0, 0, 0, TimeSpan.Zero));
        Host.Told.Take().ShouldContain("key:" + made["token"]);

        var info = (await Host.CallAsync("/key/info?key=" + key))["info"]!;
        info["token"].ShouldBeNull();
        ((decimal)info["max_budget"]!).ShouldBe(0.1m);
        ((decimal)info["budget_limits"]![0]!["max_budget"]!).ShouldBe(0.05m);
        ((string)info["guardrails"]![0]!).ShouldBe("words");
        ((string)info["metadata"]!["tags"]![0]!).ShouldBe("blue");
        ((string)info["metadata"]!["team"]!).ShouldBe("x");
        ((bool)info["permissions"]!["a"]!).ShouldBeTrue();

        (await Host.CallAsync("/audit?page_size=100")).ToJsonString().ShouldNotContain(key);
        Encoding.Latin1.GetString(await ReadAsync(Host.DataFile)).ShouldNotContain(key);
        Encoding.Latin1.GetString(await ReadAsync(Host.DataFile + "-wal")).ShouldNotContain(key);
    }

    [Fact]
    public async Task Update_changes_what_is_given_takes_away_what_is_null_and_leaves_the_rest()
    {
        var (key, hash) = await Host.KeyAsync("""{"rpm_limit":5,"tpm_limit":50,"models":["voice"]}""");
        Host.Told.Take();

        var updated = await Host.CallAsync("/key/update", $$"""{"key":"{{hash}}","rpm_limit":9,"tpm_limit":null}""");

        ((string)updated["key"]!).ShouldBe(hash);
        ((int)updated["rpm_limit"]!).ShouldBe(9);
        updated["tpm_limit"].ShouldBeNull();
        ((string)updated["models"]![0]!).ShouldBe("voice");
        Host.Told.Take().ShouldBe(["key:" + hash]);
        ((int)(await Host.CallAsync("/key/info?key=" + key))["info"]!["rpm_limit"]!).ShouldBe(9);
    }

    [Fact]
    public async Task Block_and_unblock_refuse_and_take_the_key()
    {
        var (key, hash) = await Host.KeyAsync();
        Host.Told.Take();

        ((bool)(await Host.CallAsync("/key/block", $$"""{"key":"{{key}}"}"""))["blocked"]!).ShouldBeTrue();
        Host.Told.Take().ShouldBe(["key:" + hash]);
        ((string)(await Host.RefusedAsync(HttpStatusCode.Unauthorized, "/key/info", key: key))["message"]!).ShouldContain("blocked");

        ((bool)(await Host.CallAsync("/key/unblock", $$"""{"key":"{{key}}"}"""))["blocked"]!).ShouldBeFalse();
        await Host.CallAsync("/key/info", key: key);
    }

    [Fact]
    public async Task Regenerated_key_replaces_the_old_one_with_all_that_was_set()
    {
        var (key, hash) = await Host.KeyAsync("""{"key_alias":"renewed","rpm_limit":3,"spend":1.5,"max_budget":4}""");
        Host.Told.Take();

        var made = await Host.CallAsync($"/key/{hash}/regenerate", """{"max_budget":8}""");

        var renewed = (string)made["key"]!;
        renewed.ShouldNotBe(key);
        ((string)made["key_alias"]!).ShouldBe("renewed");
        ((int)made["rpm_limit"]!).ShouldBe(3);
        ((decimal)made["max_budget"]!).ShouldBe(8m);
        ((decimal)made["spend"]!).ShouldBe(1.5m);
        Host.Told.Take().ShouldBe(["key:" + hash, "key:" + made["token"]], ignoreOrder: true);
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/key/info?key=" + key);
        await Host.RefusedAsync(HttpStatusCode.Unauthorized, "/key/info", key: key);
        await Host.CallAsync("/key/info", key: renewed);
    }

    [Fact]
    public async Task Spend_is_reset_to_no_more_than_it_was()
    {
        var (key, hash) = await Host.KeyAsync("""{"spend":2.5,"max_budget":10}""");

        await Host.RefusedAsync(HttpStatusCode.BadRequest, $"/key/{hash}/reset_spend", """{"reset_to":3}""");
        var answer = await Host.CallAsync($"/key/{key}/reset_spend", """{"reset_to":0.5}""");

        ((decimal)answer["previous_spend"]!).ShouldBe(2.5m);
        ((decimal)answer["spend"]!).ShouldBe(0.5m);
        ((decimal)(await Host.CallAsync("/key/info?key=" + hash))["info"]!["spend"]!).ShouldBe(0.5m);
        (await Host.CallAsync("/audit?action=spend_reset&object_id=" + hash))["audit_logs"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Deleted_key_is_gone()
    {
        var (key, hash) = await Host.KeyAsync("""{"key_alias":"doomed"}""");
        var other = await Host.KeyAsync();
        Host.Told.Take();

        await Host.RefusedAsync(HttpStatusCode.NotFound, "/key/delete", $$"""{"keys":["{{other.Key}}","sk-not-there-at-all"]}""");
        (await Host.CallAsync("/key/delete", """{"key_aliases":["doomed"]}"""))["deleted_keys"]!.AsArray().Single()!.ToString().ShouldBe("doomed");

        Host.Told.Take().ShouldBe(["key:" + hash]);
        ((string)(await Host.RefusedAsync(HttpStatusCode.NotFound, "/key/info?key=" + key))["message"]!).ShouldNotContain(key);
        await Host.RefusedAsync(HttpStatusCode.Unauthorized, "/key/info", key: key);
        await Host.CallAsync("/key/info?key=" + other.Hash);
    }

    [Fact]
    public async Task List_pages_and_filters()
    {
        var team = (string)(await Host.CallAsync("/team/new", """{"team_alias":"pages"}"""))["team_id"]!;
        for (var i = 0; i < 5; i++)
        {
            await Host.KeyAsync($$"""{"team_id":"{{team}}","key_alias":"page-{{i}}"}""");
        }

        var first = await Host.CallAsync($"/key/list?team_id={team}&size=2&return_full_object=true&sort_by=key_alias&sort_order=asc");
        var last = await Host.CallAsync($"/key/list?team_id={team}&size=2&page=3");

        first["keys"]!.AsArray().Select(key => (string)key!["key_alias"]!).ShouldBe(["page-0", "page-1"]);
        ((int)first["total_count"]!).ShouldBe(5);
        ((int)first["total_pages"]!).ShouldBe(3);
        last["keys"]!.AsArray().Count.ShouldBe(1);
        (await Host.CallAsync("/key/list?key_alias=page-3"))["keys"]!.AsArray().Count.ShouldBe(1);
        (await Host.CallAsync("/key/aliases?search=page-&size=3"))["aliases"]!.AsArray().Count.ShouldBe(3);
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/key/list?size=1000");
        ((string)(await Host.RefusedAsync(HttpStatusCode.BadRequest, "/key/list?teamid=x"))["message"]!).ShouldContain("team_id");
    }

    [Fact]
    public async Task List_takes_all_parameters_of_LiteLLM()
    {
        var user = (string)(await Host.CallAsync("/user/new", """{"user_id":"lister","user_email":"l@x.example","user_role":"internal_user","key_alias":"lister-own"}"""))["key"]!;
        await Host.CallAsync("/team/new", """{"team_id":"listed"}""");
        await Host.CallAsync("/team/member_add", """{"team_id":"listed","member":{"role":"admin","user_id":"lister"}}""");
        var brief = await Host.KeyAsync("""{"team_id":"listed","key_alias":"lister-TEAM","duration":"1d","organization_id":"org-1","access_group_ids":["ag-1"]}""");
        var gone = await Host.KeyAsync("""{"user_id":"lister","key_alias":"lister-gone"}""");
        await Host.CallAsync("/key/delete", $$"""{"keys":["{{gone.Key}}"]}""");

        (await AliasesAsync("")).ShouldBe(["lister-own"]);
        (await AliasesAsync("&include_team_keys=true")).ShouldBe(["lister-TEAM", "lister-own"]);
        (await AliasesAsync("&include_team_keys=true", user)).ShouldBe(["lister-TEAM", "lister-own"]);
        (await AliasesAsync("&user_id=LIST&key_alias=er-O&substring_matching=true")).ShouldBe(["lister-own"]);
        (await AliasesAsync("&user_id=boss&key_alias=er-&substring_matching=true", user)).ShouldBe(["lister-own"]);
        (await AliasesAsync("&status=deleted")).ShouldBe(["lister-gone"]);
        (await Host.CallAsync("/key/list?team_id=listed&expires=2026-08-12"))["keys"]!.AsArray().ShouldBeEmpty();
        (await Host.CallAsync("/key/list?expires=2026-08-13&team_id=listed"))["keys"]!.AsArray().Select(key => (string)key!).ShouldBe([brief.Hash]);
        foreach (var (field, known) in new[] { ("organization_id", "org-1"), ("access_group_id", "ag-1"), ("project_id", null), ("agent_id", null) })
        {
            (await Host.CallAsync($"/key/list?{field}=nobody"))["keys"]!.AsArray().ShouldBeEmpty();
            ((int)(await Host.CallAsync($"/key/list?{field}={known ?? "nothing"}"))["total_count"]!).ShouldBe(known is null ? 0 : 1);
        }

        var owned = (await Host.CallAsync("/key/list?user_id=lister&expand=user"))["keys"]!.AsArray().Single()!;
        ((string)owned["user"]!["user_email"]!).ShouldBe("l@x.example");
        await Host.CallAsync("/user/new", """{"user_id":"somebody-else","auto_create_key":false}""");
        await Host.CallAsync("/key/generate", """{"key_alias":"lister-made"}""", user);
        await Host.CallAsync("/key/update", $$"""{"key":"{{(await HashOfAsync("lister-made"))}}","user_id":"somebody-else"}""");
        (await AliasesAsync("&include_created_by_keys=true")).ShouldBe(["lister-made", "lister-own"]);
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/key/list?status=asleep");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/key/list?expand=moon");

        async Task<IEnumerable<string>> AliasesAsync(string query, string key = AdminHost.MasterKey)
        {
            var whose = query.Contains("user_id", StringComparison.Ordinal) ? "" : "&user_id=lister";
            var list = await Host.CallAsync($"/key/list?return_full_object=true&sort_by=key_alias&sort_order=asc{whose}{query}", key: key);
            return list["keys"]!.AsArray().Select(one => (string)one!["key_alias"]!);
        }

        async Task<string> HashOfAsync(string alias) => (string)(await Host.CallAsync("/key/list?key_alias=" + alias))["keys"]![0]!;
    }

    [Fact]
    public async Task Several_keys_are_shown_at_once()
    {
        var (key, hash) = await Host.KeyAsync();

        var answer = await Host.CallAsync("/v2/key/info", $$"""{"keys":["{{key}}","sk-not-there-at-all"]}""");

        answer["key"]!.AsArray().Single()!.ToString().ShouldBe(key);
        answer["info"]!.AsArray().Count.ShouldBe(1);
        await Host.RefusedAsync(HttpStatusCode.NotFound, "/v2/key/info", """{"keys":["sk-not-there-at-all"]}""");
        await Host.RefusedAsync(HttpStatusCode.UnprocessableEntity, "/v2/key/info", "{}");
        hash.Length.ShouldBe(64);
    }

    [Theory]
    [InlineData("""{"max_budgt":1}""", "max_budget")]
    [InlineData("""{"whatever_else":1}""", "whatever_else")]
    [InlineData("""{"max_budget":"lots"}""", "max_budget")]
    [InlineData("""{"max_budget":-1}""", "max_budget")]
    [InlineData("""{"rpm_limit":1.5}""", "rpm_limit")]
    [InlineData("""{"budget_duration":"a month"}""", "budget_duration")]
    [InlineData("""{"budget_limits":[{"max_budget":1}]}""", "budget_limits")]
    [InlineData("""{"duration":"soon"}""", "duration")]
    [InlineData("""{"guardrails":["nobody"]}""", "nobody")]
    [InlineData("""{"metadata":{"guardrails":["nobody"]}}""", "nobody")]
    [InlineData("""{"metadata":{"tags":7}}""", "tags")]
    [InlineData("""{"policies":["nobody"]}""", "nobody")]
    [InlineData("""{"key_type":"super"}""", "key_type")]
    [InlineData("""{"key":"no-prefix-here"}""", "sk-")]
    [InlineData("""{"models":"voice"}""", "models")]
    [InlineData("""{"a":1,"a":2}""", "JSON")]
    [InlineData("""[1]""", "object")]
    public async Task Wrong_field_is_refused_by_its_name(string body, string part) =>
        ((string)(await Host.RefusedAsync(HttpStatusCode.BadRequest, "/key/generate", body))["message"]!).ShouldContain(part);

    [Theory]
    [InlineData("""{"team_id":"nobody"}""")]
    [InlineData("""{"budget_id":"nobody"}""")]
    public async Task Key_of_what_does_not_exist_is_not_made(string body) => await Host.RefusedAsync(HttpStatusCode.NotFound, "/key/generate", body);

    [Fact]
    public async Task Alias_and_key_are_unique()
    {
        await Host.KeyAsync("""{"key_alias":"unique","key":"sk-chosen-by-hand"}""");
        ((string)(await Host.RefusedAsync(HttpStatusCode.BadRequest, "/key/generate", """{"key_alias":"unique"}"""))["message"]!).ShouldContain("already exists");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/key/generate", """{"key":"sk-chosen-by-hand"}""");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/key/generate", $$"""{"key":"{{AdminHost.MasterKey}}"}""");
    }

    [Fact]
    public async Task Virtual_key_sees_itself_and_changes_nothing()
    {
        var (key, hash) = await Host.KeyAsync("""{"key_alias":"self"}""");
        var other = await Host.KeyAsync();

        ((string)(await Host.CallAsync("/key/info", key: key))["info"]!["key_alias"]!).ShouldBe("self");
        await Host.CallAsync("/key/info?key=" + hash, key: key);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/key/info?key=" + other.Hash, key: key);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/key/generate", "{}", key);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/key/update", $$"""{"key":"{{key}}","max_budget":100}""", key);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/team/new", "{}", key);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/audit", key: key);
        await Host.RefusedAsync(HttpStatusCode.Unauthorized, "/key/list", key: null);
        await Host.RefusedAsync(HttpStatusCode.Unauthorized, "/key/list", key: "sk-wrong-key-of-somebody");

        // A hash that was stolen from a log or the database is no key.
        await Host.RefusedAsync(HttpStatusCode.Unauthorized, "/key/info", key: hash);
    }

    [Fact]
    public async Task Key_of_an_administrator_may_all_one_of_a_viewer_sees_all_and_a_user_has_its_own_keys()
    {
        var admin = (string)(await Host.CallAsync("/user/new", """{"user_id":"boss","user_role":"proxy_admin"}"""))["key"]!;
        var viewer = (string)(await Host.CallAsync("/user/new", """{"user_role":"proxy_admin_viewer"}"""))["key"]!;
        var user = (string)(await Host.CallAsync("/user/new", """{"user_id":"worker","user_role":"internal_user"}"""))["key"]!;

        var team = (string)(await Host.CallAsync("/team/new", "{}", admin))["team_id"]!;
        (await Host.CallAsync($"/audit?object_id={team}"))["audit_logs"]![0]!["changed_by"]!.ToString().ShouldBe("boss");
        await Host.CallAsync("/team/info?team_id=" + team, key: viewer);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/team/new", "{}", viewer);

        var own = await Host.CallAsync("/key/generate", "{}", user);
        ((string)own["user_id"]!).ShouldBe("worker");
        await Host.CallAsync("/key/update", $$"""{"key":"{{own["key"]}}","rpm_limit":2}""", user);
        (await Host.CallAsync("/key/list", key: user))["keys"]!.AsArray().Count.ShouldBe(2);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/key/generate", """{"user_id":"boss"}""", user);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/key/generate", $$"""{"team_id":"{{team}}"}""", user);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/key/update", $$"""{"key":"{{own["key"]}}","spend":0}""", user);
        await Host.RefusedAsync(HttpStatusCode.Forbidden, "/key/delete", $$"""{"keys":["{{admin}}"]}""", user);
        await Host.CallAsync("/key/delete", $$"""{"keys":["{{own["key"]}}"]}""", user);
    }

    [Fact]
    public async Task Key_keeps_to_its_routes_and_its_time()
    {
        var boss = (string)(await Host.CallAsync("/user/new", """{"user_role":"proxy_admin","auto_create_key":false}"""))["user_id"]!;
        var reader = await Host.KeyAsync($$"""{"user_id":"{{boss}}","key_type":"read_only","duration":"1h"}""");

        await Host.CallAsync("/key/list", key: reader.Key);
        ((string)(await Host.RefusedAsync(HttpStatusCode.Forbidden, "/key/generate", "{}", reader.Key))["message"]!).ShouldContain("not allowed to call this route");

        var brief = await Host.KeyAsync("""{"duration":"0s"}""");
        ((string)(await Host.RefusedAsync(HttpStatusCode.Unauthorized, "/key/info", key: brief.Key))["type"]!).ShouldBe("expired_key");
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        // What was not checkpointed stands in a second file, while there is any.
        if (!File.Exists(path))
        {
            return [];
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, AdminHost.Cancel);
        return copy.ToArray();
    }
}
