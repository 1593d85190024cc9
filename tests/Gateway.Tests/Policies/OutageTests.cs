using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;
using Realtime.Simulator.Hosting;
using Realtime.Testing.Postgres;

namespace Realtime.Gateway.Tests.Policies;

/// <summary>A PostgreSQL that is away while sessions run.</summary>
public sealed class OutageTests
{
    private const string NeverSeen = "sk-nobody-has-seen-this-one";

    [Fact]
    public async Task Known_keys_go_on_unknown_ones_wait_and_nothing_is_lost_while_the_database_is_away()
    {
        await using var postgres = await PostgresServer.StartAsync();
        Assert.SkipWhen(postgres is null, "PostgreSQL is not installed on this machine");
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { WordDelay = TimeSpan.Zero }, TestContext.Current.CancellationToken);
        await using var gateway = await RunningGateway.StartAsync($"""
            model_list:
              - model_name: voice
                litellm_params: {"{"}model: openai/gpt-realtime, api_base: "{simulator.BaseAddress}", api_key: sk-provider{"}"}
            general_settings:
              master_key: {RunningGateway.MasterKey}
              database_url: {await postgres!.CreateDatabaseAsync("outage")}
            """);
        var known = await KeyAsync(gateway);
        await using var running = await ConnectAsync(gateway, known);
        await running.TurnAsync();

        await postgres.StopAsync();
        await running.TurnAsync();
        await using var started = await ConnectAsync(gateway, known);
        await started.TurnAsync();
        (await StatusAsync(gateway, NeverSeen)).ShouldBe(503);
        (await AdminAsync(gateway, "/key/info?key=" + known)).Status.ShouldBe(503);
        await running.TurnAsync();

        await postgres.RestartAsync();
        await Eventually.TrueAsync(async () => await StatusAsync(gateway, NeverSeen) == 401, TimeSpan.FromSeconds(30));
        await running.TurnAsync();
        await Eventually.TrueAsync(async () => (await ResponsesAsync(gateway, known)).Length == 5, TimeSpan.FromSeconds(30));

        var rows = await ResponsesAsync(gateway, known);
        rows.Sum(row => (long)row["total_tokens"]!).ShouldBe(simulator.Connections.Sum(one => one.Usage.InputTokens + one.Usage.OutputTokens));
        var info = (await AdminAsync(gateway, "/key/info?key=" + known)).Body["info"]!;
        ((decimal)info["spend"]!).ShouldBe(rows.Sum(row => (decimal)row["spend"]!));
        ((decimal)info["spend"]!).ShouldBeGreaterThan(0);
    }

    private static async Task<string> KeyAsync(RunningGateway gateway) => (string)(await AdminAsync(gateway, "/key/generate", "{}")).Body["key"]!;

    private static async Task<JsonNode[]> ResponsesAsync(RunningGateway gateway, string key)
    {
        var (status, body) = await AdminAsync(gateway, "/spend/logs/v2?kind=response&api_key=" + key);
        return status == 200 ? [.. body["data"]!.AsArray().Select(row => row!)] : [];
    }

    private static async Task<Talker> ConnectAsync(RunningGateway gateway, string key)
    {
        var client = new TestClient();
        client.Header("Authorization", "Bearer " + key);
        await client.ConnectAsync(gateway.Url("/v1/realtime?model=voice"));
        var talker = new Talker(client);
        await talker.NextAsync("session.created");
        return talker;
    }

    private static async Task<int> StatusAsync(RunningGateway gateway, string key)
    {
        await using var client = new TestClient();
        client.Header("Authorization", "Bearer " + key);
        try
        {
            await client.ConnectAsync(gateway.Url("/v1/realtime?model=voice"));
            return client.Status;
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            return client.Status;
        }
    }

    private static async Task<(int Status, JsonNode Body)> AdminAsync(RunningGateway gateway, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Add("Authorization", "Bearer " + RunningGateway.MasterKey);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await gateway.Http.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
