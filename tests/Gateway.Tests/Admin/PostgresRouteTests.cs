using System.Text.RegularExpressions;
using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;
using Realtime.Testing.Postgres;

namespace Realtime.Gateway.Tests.Admin;

/// <summary>Every route of the admin API on a PostgreSQL: what SQLite takes and PostgreSQL does not would be seen here.</summary>
public sealed class PostgresRouteTests
{
    private const string Key = "sk-of-postgres-tests";
    private const string Usage = """{"input_tokens":1000,"output_tokens":100}""";

    // In the order of a life: each call finds what the ones before it have made.
    private static readonly (string Path, string? Body)[] _calls =
    [
        ("/budget/new", """{"budget_id":"b1","max_budget":5,"budget_duration":"1d"}"""),
        ("/budget/update", """{"budget_id":"b1","max_budget":6}"""),
        ("/budget/info", """{"budgets":["b1"]}"""),
        ("/budget/list", null),
        ("/budget/settings?budget_id=b1", null),
        ("/team/new", """{"team_id":"t1","team_alias":"Team","models":["voice"],"max_budget":10,"budget_duration":"30d","metadata":{"a":{"b":[1,2]}}}"""),
        ("/team/update", """{"team_id":"t1","rpm_limit":100}"""),
        ("/user/new", """{"user_id":"ada","user_email":"ada@example.com","user_role":"internal_user","max_budget":3}"""),
        ("/user/update", """{"user_id":"ada","max_budget":4}"""),
        ("/user/info?user_id=ada", null),
        ("/user/list?user_email=EXAMPLE", null),
        ("/team/member_add", """{"team_id":"t1","member":[{"role":"user","user_id":"ada"},{"role":"admin","user_id":"bob"}],"max_budget_in_team":1}"""),
        ("/team/member_update", """{"team_id":"t1","user_id":"ada","max_budget_in_team":2}"""),
        ("/team/member_delete", """{"team_id":"t1","user_id":"bob"}"""),
        ("/team/model/add", """{"team_id":"t1","models":["other"]}"""),
        ("/team/model/delete", """{"team_id":"t1","models":["other"]}"""),
        ("/team/block", """{"team_id":"t1"}"""),
        ("/team/unblock", """{"team_id":"t1"}"""),
        ("/team/info?team_id=t1", null),
        ("/team/list", null),
        ("/v2/team/list?user_id=ada&page_size=1", null),
        ("/key/generate", """{"key":"sk-of-postgres-tests","key_alias":"k1","team_id":"t1","user_id":"ada","budget_id":"b1","duration":"30d","tags":["x"],"model_rpm_limit":{"voice":5},"budget_limits":[{"budget_duration":"1h","max_budget":0.5}]}"""),
        ("/key/update", """{"key":"sk-of-postgres-tests","max_budget":0.123456789012345678,"rpm_limit":null}"""),
        ("/key/block", """{"key":"sk-of-postgres-tests"}"""),
        ("/key/unblock", """{"key":"sk-of-postgres-tests"}"""),
        ("/key/info?key=sk-of-postgres-tests", null),
        ("/v2/key/info", """{"keys":["sk-of-postgres-tests"]}"""),
        ("/key/list?team_id=t1&return_full_object=true&sort_by=key_alias", null),
        ("/key/list?user_id=AD&key_alias=K&substring_matching=true&expires=2027-01-01&return_full_object=true", null),
        ("/key/list?user_id=ada&include_team_keys=true&include_created_by_keys=true&expand=user&key_alias=k1", null),
        ("/key/list?organization_id=o1", null),
        ("/key/aliases?search=K1", null),
        ("/customer/new", """{"user_id":"c1","max_budget":1,"budget_duration":"1d"}"""),
        ("/customer/update", """{"user_id":"c1","alias":"One"}"""),
        ("/customer/block", """{"user_ids":["c1","c2"]}"""),
        ("/customer/unblock", """{"user_ids":["c1"]}"""),
        ("/customer/info?end_user_id=c1", null),
        ("/customer/list", null),
        ("/end_user/new", """{"user_id":"e1"}"""),
        ("/end_user/update", """{"user_id":"e1","max_budget":2}"""),
        ("/end_user/block", """{"user_ids":["e1"]}"""),
        ("/end_user/unblock", """{"user_ids":["e1"]}"""),
        ("/end_user/info?end_user_id=e1", null),
        ("/end_user/list", null),
        ("/end_user/delete", """{"user_ids":["e1"]}"""),
        ("/model/info", null),
        ("/v1/model/info", null),
        ("/spend/logs?api_key=sk-of-postgres-tests", null),
        ("/spend/logs?start_date=2026-08-12&end_date=2026-08-12", null),
        ("/spend/logs/v2?min_spend=0.1&max_spend=10&sort_by=spend&sort_order=asc&team_id=t1&status_filter=success", null),
        ("/spend/logs/v2?error_code=server_error&error_message=broke", null),
        ("/spend/calculate", $$"""{"model":"voice","usage":{{Usage}}}"""),
        ("/global/spend/report?start_date=2026-08-12&end_date=2026-08-12&group_by=team", null),
        ("/global/spend/report?start_date=2026-08-12&end_date=2026-08-12&group_by=customer", null),
        ("/global/spend/report?start_date=2026-08-12&end_date=2026-08-12&group_by=api_key", null),
        ("/team/daily/activity?start_date=2026-08-12&end_date=2026-08-12", null),
        ("/user/daily/activity?start_date=2026-08-12&end_date=2026-08-12", null),
        ("/key/sk-of-postgres-tests/reset_spend", """{"reset_to":0}"""),
        ("/key/sk-of-postgres-tests/regenerate", """{"new_key":"sk-of-postgres-again"}"""),
        ("/key/regenerate", """{"key":"sk-of-postgres-again","new_key":"sk-of-postgres-tests"}"""),
        ("/audit?table_name=key&action=updated&start_date=2026-08-12", null),
        ("/key/delete", """{"key_aliases":["k1"]}"""),
        ("/key/list?status=deleted&return_full_object=true", null),
        ("/customer/delete", """{"user_ids":["c1","c2"]}"""),
        ("/budget/delete", """{"id":"b1"}"""),
        ("/team/delete", """{"team_ids":["t1"]}"""),
        ("/user/delete", """{"user_ids":["ada"]}"""),
    ];

    [Fact]
    public async Task Every_route_works_on_postgresql_as_on_sqlite()
    {
        await using var postgres = await PostgresServer.StartAsync();
        Assert.SkipWhen(postgres is null, "PostgreSQL is not installed on this machine");
        await using var onPostgres = await AdminHost.StartAsync(
            $"{AdminHost.Config}\n  database_url: {await postgres!.CreateDatabaseAsync("admin")}", withDatabase: false);
        await using var onSqlite = await AdminHost.StartAsync();

        foreach (var (path, body) in _calls)
        {
            var there = await onPostgres.CallAsync(path, body);
            var here = await onSqlite.CallAsync(path, body);
            Shape(there).ShouldBe(Shape(here), path);
            if (path == "/key/generate")
            {
                await SpendAsync(onPostgres);
                await SpendAsync(onSqlite);
            }
        }

        // A route that is added is added here.
        onPostgres.Routes.Where(route => route.Metadata.GetMetadata<QueryFields>() is not null)
            .Select(route => route.RoutePattern.RawText!.Replace("{key}", Key, StringComparison.Ordinal)).Distinct()
            .Except(_calls.Select(call => call.Path.Split('?')[0])).ShouldBeEmpty();
    }

    private static async Task SpendAsync(AdminHost host)
    {
        var now = host.Clock.GetUtcNow();
        var hash = Realtime.Gateway.Admission.KeyGate.Hash(Key);
        var row = new LedgerRow
        {
            RequestId = "s1:r1", SessionId = "s1", Kind = LedgerKind.Response, ApiKey = hash, TeamId = "t1", UserId = "ada", EndUser = "c1", Spend = 0.25m,
            TotalTokens = 100, StartTime = now, EndTime = now, Model = "gpt-realtime", ModelGroup = "voice", ModelId = "d", Provider = "openai", Status = "success",
        };
        await host.Ledger.WriteAsync([new LedgerEntry(row, [new SpendDebit("key:" + hash, SpendWindow.Main)])], AdminHost.Cancel);
    }

    // What both must have alike: everything but ids and secrets that each makes for itself.
    // A number may be written with more zeros in one than in the other.
    private static string Shape(System.Text.Json.Nodes.JsonNode answer)
    {
        var text = Regex.Replace(
            answer.ToJsonString(), "\"[0-9a-f]{8}-[0-9a-f-]{27}\"|\"[0-9a-f]{32}\"|\"sk-[^\"]*\"|\"[0-9a-f]{64}\"|(?<=\"id\":)\"?[0-9]+\"?(?=[,}])", "\"*\"");
        return Regex.Replace(text, @"(\.[0-9]*?)0+(?=[,}\]])", "$1").Replace(".,", ",", StringComparison.Ordinal).Replace(".}", "}", StringComparison.Ordinal);
    }
}
