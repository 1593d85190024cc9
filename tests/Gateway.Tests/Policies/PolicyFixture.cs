using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Gateway.Admission;
using Realtime.Gateway.Tests.Running;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Simulator.Hosting;
using Realtime.Storage.Audit;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Tests.Policies;

/// <summary>A gateway with a database, in front of the simulator, and keys that tests make as they need them.</summary>
public sealed class PolicyFixture : IAsyncLifetime
{
    /// <summary>The budget of customers that have none of their own; it is there while a test makes it.</summary>
    public const string DefaultBudget = "of-customers";

    private static readonly AuditActor Actor = new("tests", "", TimeProvider.System.GetUtcNow());

    internal SimulatorHost Simulator { get; private set; } = null!;

    internal RunningGateway Gateway { get; private set; } = null!;

    private RealtimeDatabase Database => Gateway.Services.GetRequiredService<RealtimeDatabase>();

    public async ValueTask InitializeAsync()
    {
        Simulator = await SimulatorHost.StartAsync(new SimulatorOptions { AudioPace = 200, WordDelay = TimeSpan.Zero });
        Gateway = await RunningGateway.StartAsync($"""
            model_list:
              - model_name: voice
                litellm_params:
                  model: openai/gpt-realtime
                  api_base: {Simulator.BaseAddress}
                  api_key: sk-provider
              - model_name: flat
                litellm_params:
                  model: openai/flat
                  api_base: {Simulator.BaseAddress}
                  api_key: sk-provider
                  input_cost_per_token: 0
                  output_cost_per_token: 0
                  input_cost_per_request: 0.01
                model_info:
                  access_groups: [cheap]
              - model_name: unpriced
                litellm_params:
                  model: openai/nobody-knows-its-price
                  api_base: {Simulator.BaseAddress}
                  api_key: sk-provider
              - model_name: of-team-red
                litellm_params:
                  model: openai/gpt-realtime
                  api_base: {Simulator.BaseAddress}
                  api_key: sk-provider
                model_info:
                  team_id: red
              - model_name: capped
                litellm_params: {Flat("max_budget: 0.01, order: 1")}
                model_info: {"{"}id: capped-first{"}"}
              - model_name: capped
                litellm_params: {Flat("order: 2")}
                model_info: {"{"}id: capped-second{"}"}
              - model_name: lonely
                litellm_params: {Flat("max_budget: 0.01, budget_duration: 1d")}
              - model_name: of-provider
                litellm_params:
                  model: xai/grok-voice-latest
                  api_base: {Simulator.BaseAddress}xai/v1
                  api_key: xai-key
                  input_cost_per_token: 0
                  output_cost_per_token: 0
                  input_cost_per_request: 0.01
            general_settings:
              master_key: {RunningGateway.MasterKey}
            litellm_settings:
              max_end_user_budget_id: {DefaultBudget}
            router_settings:
              provider_budget_config: {"{"}xai: {"{"}budget_limit: 0.02, time_period: 1d{"}}"}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    private string Flat(string more) =>
        $"{{model: openai/flat, api_base: \"{Simulator.BaseAddress}\", api_key: sk-provider, input_cost_per_token: 0, output_cost_per_token: 0, input_cost_per_request: 0.01, {more}}}";

    /// <summary>Makes a key.</summary>
    internal async Task<string> KeyAsync(PolicySettings? settings = null, Action<KeyRow>? also = null)
    {
        var key = "sk-" + Guid.NewGuid().ToString("N");
        var row = new KeyRow { Hash = KeyGate.Hash(key), Name = "sk-..." + key[^4..], Settings = settings ?? PolicySettings.None };
        also?.Invoke(row);
        await Database.ChangeAsync(Actor, context => Task.FromResult(context.Keys.Add(row)), CancellationToken.None);
        return key;
    }

    internal Task TeamAsync(string id, PolicySettings settings) => Database.ChangeAsync(
        Actor, context => Task.FromResult(context.Teams.Add(new TeamRow { Id = id, Settings = settings })), CancellationToken.None);

    /// <summary>Calls the admin API, which must not refuse.</summary>
    internal async Task<JsonNode> AdminAsync(string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Add("Authorization", "Bearer " + RunningGateway.MasterKey);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var response = await Gateway.Http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer}");
        return JsonNode.Parse(answer)!;
    }

    /// <summary>Makes a key by the admin API.</summary>
    internal async Task<string> MadeKeyAsync(JsonObject fields) => (string)(await AdminAsync("/key/generate", fields))["key"]!;

    /// <summary>Changes a key as the admin API does.</summary>
    internal async Task ChangeAsync(string key, Action<KeyRow> change)
    {
        await Database.ChangeAsync(
            Actor,
            context =>
            {
                change(context.Keys.Single(row => row.Hash == KeyGate.Hash(key)));
                return Task.FromResult(true);
            },
            CancellationToken.None);
        await Policy(key).Refresh();
    }

    internal async Task DeleteAsync(string key)
    {
        await Database.ChangeAsync(
            Actor, context => Task.FromResult(context.Keys.Remove(context.Keys.Single(row => row.Hash == KeyGate.Hash(key)))), CancellationToken.None);
        await Policy(key).Refresh();
    }

    internal async Task BlockTeamAsync(string id)
    {
        await Database.ChangeAsync(
            Actor,
            context =>
            {
                context.Teams.Single(row => row.Id == id).Blocked = true;
                return Task.FromResult(true);
            },
            CancellationToken.None);
        await Gateway.Services.GetRequiredService<IGrainFactory>().GetGrain<IKeyPolicyGrain>(PolicyScopes.Team(id)).Refresh();
    }

    internal IKeyPolicyGrain Policy(string key) =>
        Gateway.Services.GetRequiredService<IGrainFactory>().GetGrain<IKeyPolicyGrain>(PolicyScopes.Key(KeyGate.Hash(key)));

    internal Task<List<LedgerRow>> RowsAsync(string key) => Database.ReadAsync(
        context => Task.FromResult(context.Ledger.Where(row => row.ApiKey == KeyGate.Hash(key)).ToList()), CancellationToken.None);

    internal Task<decimal> SpendAsync(string key) => Database.ReadAsync(
        context => Task.FromResult(
            context.Spend.Where(row => row.Scope == PolicyScopes.Key(KeyGate.Hash(key)) && row.Window == SpendWindow.Main).ToList().Sum(row => row.Spend)),
        CancellationToken.None);

    internal async Task<Talker> ConnectAsync(string key, string model = "voice", string query = "")
    {
        var client = new TestClient();
        client.Header("Authorization", "Bearer " + key);
        await client.ConnectAsync(Gateway.Url($"/v1/realtime?model={model}{query}"));
        var talker = new Talker(client);
        (await talker.NextAsync("session.created")).ShouldNotBeNull();
        return talker;
    }

    internal async Task<(int Status, JsonNode Error, string? RetryAfter)> RefusedAsync(string key, string model = "voice", string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/realtime?model={model}{query}");
        request.Headers.Add("Authorization", "Bearer " + key);
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        using var response = await Gateway.Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, JsonNode.Parse(body)!["error"]!, response.Headers.RetryAfter?.ToString());
    }
}
