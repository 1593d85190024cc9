using System.Net;
using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>A gateway that is drained and not stopped.</summary>
[Collection(GatewayCollection.Name)]
public sealed class DrainTests(GatewayFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Config => $"""
            model_list:
              - model_name: "ga/*"
                litellm_params:
                  model: "openai/*"
                  api_base: {fixture.Provider.Address}
                  api_key: {GatewayFixture.ProviderKey}
            general_settings:
              master_key: {RunningGateway.MasterKey}
            """;

    [Fact]
    public async Task Drain_asks_for_the_master_key_lets_clients_go_at_their_turns_end_and_takes_no_more()
    {
        await using var gateway = await RunningGateway.StartAsync(Config + """

              enable_drain_endpoint: true
              drain_endpoint_token: let-go
            """);
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await gateway.ConnectAsync(model);
        using var provider = await accepted;
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        await provider.SendAsync("""{"type":"response.created","event_id":"e1","response":{"id":"r1","status":"in_progress","output":[]}}""");
        (await client.ReceiveAsync()).Type.ShouldBe("response.created");

        (await PostAsync(gateway, "sk-other")).ShouldBe(HttpStatusCode.Unauthorized);
        using (var refused = await gateway.Http.GetAsync("/health/drain", Cancel))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await PostAsync(gateway, RunningGateway.MasterKey)).ShouldBe(HttpStatusCode.Accepted);

        using (var readiness = await gateway.Http.GetAsync("/health/readiness", Cancel))
        {
            readiness.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        await using var late = new TestClient().Header("Authorization", "Bearer " + RunningGateway.MasterKey);
        await Should.ThrowAsync<Exception>(() => late.ConnectAsync(gateway.Url("/v1/realtime?model=" + model)));
        late.Status.ShouldBe(503);

        // The response under way is not cut.
        await provider.SendAsync("""{"type":"response.done","event_id":"e2","response":{"id":"r1","status":"completed","output":[]}}""");
        (await client.ReceiveAsync()).Type.ShouldBe("response.done");
        (await client.ReceiveAsync()).CloseCode.ShouldBe(1012);
        await client.CloseAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/drain");
        request.Headers.Add("X-Drain-Token", "let-go");
        using var drained = await gateway.Http.SendAsync(request, Cancel);
        (await drained.Content.ReadAsStringAsync(Cancel)).ShouldContain("\"drained\"");
    }

    [Fact]
    public async Task Keys_of_administrators_do_what_the_master_key_does()
    {
        await using var gateway = await RunningGateway.StartAsync(Config);
        var (boss, viewer, worker) = (await KeyAsync(gateway, "proxy_admin"), await KeyAsync(gateway, "proxy_admin_viewer"), await KeyAsync(gateway, "internal_user"));

        foreach (var path in new[] { "/health", "/deployments" })
        {
            (await GetAsync(gateway, path, boss)).ShouldBe(HttpStatusCode.OK);
            (await GetAsync(gateway, path, viewer)).ShouldBe(HttpStatusCode.OK);
            (await GetAsync(gateway, path, worker)).ShouldBe(HttpStatusCode.Forbidden);
        }

        (await PostAsync(gateway, viewer)).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(gateway, boss)).ShouldBe(HttpStatusCode.Accepted);
    }

    private static async Task<string> KeyAsync(RunningGateway gateway, string role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/user/new") { Content = new StringContent($$"""{"user_role":"{{role}}"}""") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + RunningGateway.MasterKey);
        using var response = await gateway.Http.SendAsync(request, Cancel);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["key"]!;
    }

    private static async Task<HttpStatusCode> GetAsync(RunningGateway gateway, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        using var response = await gateway.Http.SendAsync(request, Cancel);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> PostAsync(RunningGateway gateway, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/drain");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        using var response = await gateway.Http.SendAsync(request);
        return response.StatusCode;
    }
}
