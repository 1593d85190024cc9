using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;
using Realtime.Protocol.Translation;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Hosting;
using Realtime.Testing.Schemas;

namespace Realtime.Gateway.Tests.Providers;

/// <summary>Whole sessions with Gemini's Live API behind the gateway.</summary>
public sealed class LiveSessionTests : IAsyncLifetime
{
    private const string Key = "gemini-key-that-stays-inside";
    private const string TextMode = """{"type":"session.update","session":{"type":"realtime","output_modalities":["text"],"audio":{"input":{"turn_detection":null}}}}""";

    private readonly List<JsonObject> _seen = [];
    private SimulatorHost _simulator = null!;
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions
        {
            AudioPace = 200,
            WordDelay = TimeSpan.Zero,
            LiveConnectionLength = TimeSpan.FromSeconds(4),
            LiveGoAwayLead = TimeSpan.FromSeconds(3),
        });
        _gateway = await RunningGateway.StartAsync($"""
            model_list:
              - model_name: gemini
                litellm_params:
                  model: gemini/gemini-3.8-live
                  api_base: {_simulator.BaseAddress}
                  api_key: {Key}
              - model_name: refused
                litellm_params:
                  model: gemini/gemini-3.8-live
                  api_base: {_simulator.BaseAddress}
                  api_key: invalid-{Key}
              - model_name: missing
                litellm_params:
                  model: gemini/missing-model
                  api_base: {_simulator.BaseAddress}
                  api_key: {Key}
            general_settings:
              master_key: {RunningGateway.MasterKey}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_session_outlives_three_limits_and_a_refused_handle_and_loses_no_turn()
    {
        await using var client = await _gateway.ConnectAsync("gemini");
        await client.SendAsync(TextMode);
        await NextAsync(client, "session.updated");
        var colours = (string[])["blue", "green", "red", "white", "black", "brown"];
        foreach (var colour in colours)
        {
            (await AskAsync(client, colour)).ShouldBe("You said: " + colour);
            if (colour == "red")
            {
                _simulator.ForgetResumptionHandles();
            }

            // The next turn is another connection's.
            var before = _simulator.Connections.Count;
            await Eventually.TrueAsync(() => _simulator.Connections.Count > before || colour is not ("blue" or "red" or "white"));
        }

        for (var turn = 1; turn <= colours.Length; turn++)
        {
            (await AskAsync(client, $"repeat turn {turn}")).ShouldBe(colours[turn - 1]);
        }

        _simulator.Connections.Count(connection => connection.Sent.ContainsKey("setupComplete")).ShouldBeGreaterThanOrEqualTo(4);
        Types().Count(type => type == "session.created").ShouldBe(1);
        Types().ShouldNotContain("error");
        _seen.SelectMany(happened => RealtimeSchemas.ValidateServerEvent(happened.ToJsonString(), Dialect.Ga)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Settings_that_need_another_setup_are_in_force_for_the_next_answer()
    {
        await using var client = await _gateway.ConnectAsync("gemini");
        await client.SendAsync(TextMode);
        await AskAsync(client, "hello");
        await client.SendAsync("""{"type":"session.update","session":{"type":"realtime","instructions":"I am new","temperature":0.3}}""");
        await NextAsync(client, "session.updated");

        (await AskAsync(client, "what are your instructions")).ShouldBe("I am new");
        (await AskAsync(client, "what did I say 2 turns ago")).ShouldBe("hello");
    }

    [Theory]
    [InlineData("refused", "invalid_api_key")]
    [InlineData("missing", "model_not_found")]
    public async Task Refused_credentials_and_models_are_502_and_name_no_secret(string model, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/realtime?model=" + model);
        request.Headers.Authorization = new("Bearer", RunningGateway.MasterKey);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

        using var answer = await _gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        ((int)answer.StatusCode).ShouldBe(502);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        body.ShouldContain(code);
        body.ShouldNotContain(Key);
        body.ShouldNotContain(_simulator.BaseAddress.Authority);
    }

    [Fact]
    public async Task An_answer_without_quota_fails_and_the_session_goes_on()
    {
        await using var client = await _gateway.ConnectAsync("gemini");
        await client.SendAsync(TextMode);
        (await AskAsync(client, "hello")).ShouldBe("You said: hello");
        _simulator.Connections[^1].Apply(new FaultPlan { FailResponse = "rate_limit_exceeded" });

        await SayAsync(client, "more");
        var response = (await NextAsync(client, "response.done"))["response"]!;

        ((string?)response["status"], (string?)response["status_details"]!["error"]!["code"]).ShouldBe(("failed", "rate_limit_exceeded"));
        (await AskAsync(client, "what did I say 2 turns ago")).ShouldBe("hello");
    }

    private static async Task SayAsync(TestClient client, string text)
    {
        await client.SendAsync("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"TEXT"}]}}""".Replace("TEXT", text, StringComparison.Ordinal));
        await client.SendAsync("""{"type":"response.create"}""");
    }

    private async Task<string> AskAsync(TestClient client, string text)
    {
        await SayAsync(client, text);
        var response = (await NextAsync(client, "response.done"))["response"]!;
        response["status"]!.ToString().ShouldBe("completed", response.ToJsonString());
        return response["output"]![0]!["content"]![0]!["text"]!.ToString();
    }

    private async Task<JsonObject> NextAsync(TestClient client, string type)
    {
        while (true)
        {
            var received = await client.ReceiveAsync();
            received.IsClose.ShouldBeFalse(string.Join('\n', _seen.Select(happened => happened.ToJsonString())));
            var happened = (JsonObject)JsonNode.Parse(received.Text)!;
            _seen.Add(happened);
            if ((string?)happened["type"] == type)
            {
                return happened;
            }
        }
    }

    private List<string> Types() => [.. _seen.Select(happened => (string)happened["type"]!)];
}
