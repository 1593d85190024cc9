using System.Net;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Tests.Admin;

public sealed class SpendRouteTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private AdminHost Host => fixture.Host;

    [Fact]
    public async Task Ledger_is_listed_paged_filtered_and_summed()
    {
        var team = (string)(await Host.CallAsync("/team/new", """{"team_alias":"Spenders"}"""))["team_id"]!;
        var (key, hash) = await Host.KeyAsync($$"""{"team_id":"{{team}}","key_alias":"spender"}""");
        var other = await Host.KeyAsync();
        await WriteAsync(
            Row("s1:r1", hash, team, 0.25m, 100), Row("s1:r2", hash, team, 0.125m, 50), Row("s1:t1", hash, team, 0m, 0, LedgerKind.Transcription, unpriced: true),
            Row("s1", hash, team, 0m, 150, LedgerKind.Session), Row("s2:r1", other.Hash, null, 1m, 10, day: 1));

        var rows = (await Host.CallAsync("/spend/logs?api_key=" + hash)).AsArray();
        rows.Count.ShouldBe(4);
        rows.Sum(row => (decimal)row!["spend"]!).ShouldBe(0.375m);
        ((bool)rows.Single(row => (string)row!["request_id"]! == "s1:t1")!["unpriced"]!).ShouldBeTrue();
        ((string)rows.Single(row => (string)row!["request_id"]! == "s1")!["kind"]!).ShouldBe("session");
        (await Host.CallAsync("/spend/logs?api_key=" + key)).AsArray().Count.ShouldBe(4);
        (await Host.CallAsync("/spend/logs", key: key)).AsArray().Count.ShouldBe(4);
        (await Host.CallAsync("/spend/logs?api_key=" + other.Hash, key: key)).AsArray().Count.ShouldBe(0);
        ((decimal)(await Host.CallAsync("/key/info?key=" + hash))["info"]!["spend"]!).ShouldBe(0.375m);

        var page = await Host.CallAsync($"/spend/logs/v2?team_id={team}&min_spend=0.1&sort_by=spend&sort_order=asc&page_size=1&page=2");
        ((int)page["total"]!).ShouldBe(2);
        ((string)page["data"]![0]!["request_id"]!).ShouldBe("s1:r1");
        ((int)(await Host.CallAsync("/spend/logs/v2?session_id=s1&kind=transcription"))["total"]!).ShouldBe(1);
        ((int)(await Host.CallAsync("/spend/logs/v2?start_date=2026-08-13&end_date=2026-08-13"))["total"]!).ShouldBe(1);
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/spend/logs/v2?start_date=yesterday");
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/spend/logs/v2?sort_by=colour");

        var days = (await Host.CallAsync("/spend/logs?start_date=2026-08-12&end_date=2026-08-13")).AsArray();
        days.Select(day => (decimal)day!["spend"]!).ShouldBe([0.375m, 1m]);

        var report = (await Host.CallAsync("/global/spend/report?start_date=2026-08-12&end_date=2026-08-12")).AsArray();
        ((string)report.Single()!["teams"]![0]!["team_name"]!).ShouldBe("Spenders");
        ((decimal)report[0]!["teams"]![0]!["total_spend"]!).ShouldBe(0.375m);
        ((string)report[0]!["teams"]![0]!["metadata"]![0]!["api_key"]!).ShouldBe(hash);
        ((decimal)(await Host.CallAsync("/global/spend/report?start_date=2026-08-12&end_date=2026-08-13&group_by=api_key&api_key=" + other.Hash))[0]!["total_cost"]!).ShouldBe(1m);

        var activity = await Host.CallAsync($"/team/daily/activity?team_ids={team}&start_date=2026-08-12&end_date=2026-08-13");
        ((decimal)activity["metadata"]!["total_spend"]!).ShouldBe(0.375m);
        ((int)activity["results"]![0]!["metrics"]!["api_requests"]!).ShouldBe(3);
        ((long)activity["results"]![0]!["breakdown"]!["models"]!["gpt-realtime"]!["metrics"]!["total_tokens"]!).ShouldBe(150);
        ((string)activity["results"]![0]!["breakdown"]!["api_keys"]![hash]!["metadata"]!["key_alias"]!).ShouldBe("spender");
        ((int)(await Host.CallAsync("/user/daily/activity?start_date=2026-08-12&end_date=2026-08-13"))["metadata"]!["total_api_requests"]!).ShouldBe(4);
    }

    [Fact]
    public async Task Rows_are_found_by_their_error()
    {
        var failed = Row("e1:r1", "hash-of-errors", null, 0m, 0, day: 5);
        failed.Row.Metadata = """{"error_information":{"error_code":"server_error","error_message":"It \u0022broke\u0022 down."}}""";
        await WriteAsync(failed, Row("e1:r2", "hash-of-errors", null, 0m, 0, day: 5));

        ((int)(await Host.CallAsync("/spend/logs/v2?error_code=server_error"))["total"]!).ShouldBe(1);
        ((int)(await Host.CallAsync("/spend/logs/v2?error_code=server_err"))["total"]!).ShouldBe(0);
        ((int)(await Host.CallAsync("/spend/logs/v2?error_message=" + Uri.EscapeDataString("\"broke\"")))["total"]!).ShouldBe(1);
        ((int)(await Host.CallAsync("/spend/logs/v2?error_message=mended"))["total"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Cost_of_a_usage_is_calculated_by_the_price_of_the_model()
    {
        const string Usage = """{"input_tokens":1000,"output_tokens":100,"input_token_details":{"text_tokens":1000},"output_token_details":{"text_tokens":100}}""";
        ((decimal)(await Host.CallAsync("/spend/calculate", $$"""{"model":"voice","usage":{{Usage}}}"""))["cost"]!).ShouldBe(0.0056m);
        ((decimal)(await Host.CallAsync("/spend/calculate", $$$"""{"completion_response":{"model":"gpt-realtime","usage":{{{Usage}}}}}"""))["cost"]!).ShouldBe(0.0056m);
        ((bool)(await Host.CallAsync("/spend/calculate", $$"""{"model":"nobody/knows","usage":{{Usage}}}"""))["unpriced"]!).ShouldBeTrue();
        await Host.RefusedAsync(HttpStatusCode.BadRequest, "/spend/calculate", """{"model":"voice"}""");
    }

    private static LedgerEntry Row(
        string id, string key, string? team, decimal spend, long tokens, LedgerKind kind = LedgerKind.Response, bool unpriced = false, int day = 0) => new(
        new LedgerRow
        {
            RequestId = id,
            SessionId = id.Split(':')[0],
            Kind = kind,
            ApiKey = key,
            KeyAlias = team is null ? null : "spender",
            TeamId = team,
            Spend = spend,
            Unpriced = unpriced,
            TotalTokens = tokens,
            PromptTokens = tokens,
            StartTime = new DateTimeOffset(2026, 8, 12 + day, 10, 0, 0, TimeSpan.Zero),
            EndTime = new DateTimeOffset(2026, 8, 12 + day, 10, 0, 5, TimeSpan.Zero),
            Model = "gpt-realtime",
            ModelGroup = "voice",
            Provider = "openai",
        },
        [new SpendDebit(SpendScope.Key(key), SpendWindow.Main)]);

    private async Task WriteAsync(params LedgerEntry[] entries) => (await Host.Ledger.WriteAsync(entries, AdminHost.Cancel)).Count.ShouldBe(entries.Length);
}
