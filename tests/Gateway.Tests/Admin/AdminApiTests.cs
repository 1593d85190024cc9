using System.Net;
using Microsoft.AspNetCore.Routing;
using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Tests.Admin;

public sealed class AdminApiTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private AdminHost Host => fixture.Host;

    [Fact]
    public async Task Description_has_every_route_with_its_fields_and_parameters()
    {
        var document = await Host.CallAsync("/openapi.json", key: null);
        var paths = document["paths"]!.AsObject();

        var routes = Host.Routes.Where(route => route.Metadata.GetMetadata<QueryFields>() is not null).ToArray();
        routes.Length.ShouldBeGreaterThan(50);
        foreach (var route in routes)
        {
            var method = route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant();
            var operation = paths[route.RoutePattern.RawText!].ShouldNotBeNull(route.RoutePattern.RawText)[method].ShouldNotBeNull();
            operation["summary"].ShouldNotBeNull();
            operation["responses"]!["200"]!["content"].ShouldNotBeNull();
            foreach (var field in route.Metadata.GetMetadata<QueryFields>()!.Fields)
            {
                operation["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!).ShouldContain(field.Name);
            }
        }

        var request = document["components"]!["schemas"]!["GenerateKeyRequest"]!["properties"]!.AsObject();
        foreach (var field in new[] { "key", "key_alias", "max_budget", "budget_limits", "model_rpm_limit", "guardrails", "metadata", "team_id" })
        {
            request.ContainsKey(field).ShouldBeTrue(field);
        }

        // Free objects have a schema of their own, without a place for words.
        request.Where(property => property.Key is not ("metadata" or "router_settings")).ShouldAllBe(property => property.Value!["description"] != null);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit()
    {
        await Host.CallAsync("/team/new", """{"team_id":"audited","rpm_limit":1}""");
        await Host.CallAsync("/team/update", """{"team_id":"audited","rpm_limit":2}""");
        await Host.CallAsync("/team/block", """{"team_id":"audited"}""");
        await Host.CallAsync("/team/delete", """{"team_ids":["audited"]}""");

        var page = await Host.CallAsync("/audit?object_id=audited&table_name=team&page_size=3");
        ((int)page["total"]!).ShouldBe(4);
        ((int)page["total_pages"]!).ShouldBe(2);
        page["audit_logs"]!.AsArray().ShouldAllBe(row => (string)row!["changed_by"]! == "master");
        var updated = (await Host.CallAsync("/audit?object_id=audited&action=updated"))["audit_logs"]!.AsArray().Single()!;
        ((int)updated["before_value"]!["settings"]!["rpm_limit"]!).ShouldBe(1);
        ((int)updated["updated_values"]!["settings"]!["rpm_limit"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Models_are_shown_without_secrets()
    {
        var (key, _) = await Host.KeyAsync("""{"models":["else*"]}""");
        var shown = await Host.CallAsync("/model/info");

        ((string)shown["data"]![0]!["model_name"]!).ShouldBe("voice");
        ((decimal)shown["data"]![0]!["model_info"]!["input_cost_per_token"]!).ShouldBe(0.000004m);
        shown.ToJsonString().ShouldNotContain("sk-provider-secret");
        (await Host.CallAsync("/v1/model/info", key: key))["data"]!.AsArray().Count.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_database_what_needs_one_says_so()
    {
        await using var host = await AdminHost.StartAsync(withDatabase: false);
        foreach (var (path, body) in new[] { ("/key/generate", "{}"), ("/key/list", null), ("/team/new", "{}"), ("/user/info?user_id=x", null), ("/spend/logs", null), ("/audit", null) })
        {
            ((string)(await host.RefusedAsync(HttpStatusCode.BadRequest, path, body))["type"]!).ShouldBe("no_db_connection");
            await host.RefusedAsync(HttpStatusCode.Unauthorized, path, body, key: null);
        }

        (await host.CallAsync("/model/info"))["data"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Database_that_is_away_is_503()
    {
        await using var host = await AdminHost.StartAsync(AdminHost.Config + "\n  database_url: postgresql://u:hidden@127.0.0.1:1/none?connect_timeout=1", withDatabase: false, clock: TimeProvider.System);
        var error = await host.RefusedAsync(HttpStatusCode.ServiceUnavailable, "/key/list");
        ((string)error["type"]!).ShouldBe("db_unavailable");
        await host.RefusedAsync(HttpStatusCode.ServiceUnavailable, "/key/info", key: "sk-of-somebody-or-other");
    }
}
