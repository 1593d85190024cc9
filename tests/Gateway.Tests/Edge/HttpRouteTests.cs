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

    [Fact]
    public async Task Keys_are_made_in_the_file_of_the_data_directory_and_see_themselves()
    {
        using var refused = await GetAsync("/key/list", key: null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/key/generate") { Content = new StringContent("{}") };
        request.Headers.Authorization = new("Bearer", RunningGateway.MasterKey);
        using var made = await fixture.Gateway.Http.SendAsync(request, Cancel);
        var key = (string?)JsonNode.Parse(await made.Content.ReadAsStringAsync(Cancel))!["key"];
        using var own = await GetAsync("/key/info", key);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/docs/index.html")]
    [InlineData("/openapi.json")]
    [InlineData("/health/liveliness")]
    [InlineData("/health/readiness")]
    [InlineData("/metrics")]
    public async Task Health_metrics_and_the_description_need_no_key(string path)
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
