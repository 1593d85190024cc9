using System.Net;
using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Edge;

[Collection(GatewayCollection.Name)]
public sealed class HttpRouteTests(GatewayFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/models")]
    public async Task Models_are_listed_once_each_to_those_with_a_key(string path)
    {
        using var refused = await GetAsync(path, key: null);
        using var response = await GetAsync(path, RunningGateway.MasterKey);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var list = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
        ((string?)list["object"]).ShouldBe("list");
        var models = list["data"]!.AsArray();
        models.Select(model => (string)model!["id"]!).ShouldBe(["two", "named", "azure-preview", "azure-ga", "nobody-there"], ignoreOrder: true);
        models.ShouldAllBe(model => (string)model!["object"]! == "model" && model["created"] != null && model["owned_by"] != null);
    }

    [Theory]
    [InlineData("/key/generate")]
    [InlineData("/key/info")]
    [InlineData("/team/new")]
    [InlineData("/user/info")]
    [InlineData("/spend/logs")]
    [InlineData("/global/spend/report")]
    public async Task Routes_that_need_a_database_say_so_to_those_with_a_key(string path)
    {
        using var refused = await GetAsync(path, key: null);
        using var response = await GetAsync(path, RunningGateway.MasterKey);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["error"]!;
        ((string?)error["type"]).ShouldBe("no_db_connection");
    }

    [Theory]
    [InlineData("/health/liveliness")]
    [InlineData("/health/readiness")]
    [InlineData("/metrics")]
    public async Task Health_and_metrics_need_no_key(string path)
    {
        using var response = await GetAsync(path, key: null);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        return await fixture.Gateway.Http.SendAsync(request, Cancel);
    }
}
