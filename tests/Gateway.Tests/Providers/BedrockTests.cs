using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Hosting;

namespace Realtime.Gateway.Tests.Providers;

/// <summary>Whole sessions on Nova Sonic: a gateway in front of the simulated service.</summary>
public sealed class BedrockTests
{
    private const string KeyId = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    [Fact]
    public async Task Session_outlives_three_streams_and_loses_no_turn_and_no_history()
    {
        await using var simulator = await StartAsync(new SimulatorOptions { NovaStreamLength = TimeSpan.FromSeconds(1) });
        await using var gateway = await RunningGateway.StartAsync(Config(simulator));
        await using var client = await NovaClient.ConnectAsync(gateway, "sonic");
        var turns = 0;
        while (simulator.Connections.Count(connection => connection.Sent.ContainsKey("modelTimeoutException")) < 3)
        {
            turns++;
            (await client.AskAsync($"my {turns}. word is apple{turns}")).ShouldBe($"You said: my {turns}. word is apple{turns}");
            turns.ShouldBeLessThan(60);
        }

        (await client.AskAsync("repeat turn 1")).ShouldBe("my 1. word is apple1");
        (await client.AskAsync("what did I say 2 turns ago")).ShouldBe($"my {turns}. word is apple{turns}");
        client.Events.Count(json => json["type"]!.GetValue<string>() == "session.created").ShouldBe(1);
        client.Events.Select(json => json["event_id"]!.GetValue<string>()).ShouldBeUnique();
    }

    [Fact]
    public async Task Settings_changed_in_mid_session_hold_for_the_next_answer_and_the_history_stays()
    {
        await using var simulator = await StartAsync(new SimulatorOptions { AudioPace = 200 });
        await using var gateway = await RunningGateway.StartAsync(Config(simulator));
        await using var client = await NovaClient.ConnectAsync(gateway, "sonic");
        await client.SendAsync("""{"type":"session.update","session":{"type":"realtime","instructions":"Be a dog."}}""");
        await client.NextAsync("session.updated");
        (await client.AskAsync("what are your instructions")).ShouldBe("Be a dog.");

        // One, or two where the first settings took so long to come that the stream was begun without them.
        var before = simulator.Connections.Count;
        await client.SendAsync("""{"type":"session.update","session":{"type":"realtime","instructions":"Be a cat.","audio":{"output":{"voice":"coral"}}}}""");
        await client.SayAsync("what are your instructions");

        (await client.AnswerAsync()).ShouldBe("Be a cat.");
        (await client.AskAsync("repeat turn 1")).ShouldBe("what are your instructions");
        simulator.Connections.Count.ShouldBe(before + 1);
        await client.SendAsync("""{"type":"session.update","session":{"type":"realtime","audio":{"output":{"format":{"type":"audio/pcmu"}}}}}""");
        (await client.AskAsync("say exactly: still here")).ShouldBe("still here");
        simulator.Connections.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Two_calls_are_one_response_and_their_results_are_answered_when_the_client_asks()
    {
        await using var simulator = await StartAsync(new SimulatorOptions { AudioPace = 200 });
        await using var gateway = await RunningGateway.StartAsync(Config(simulator));
        await using var client = await NovaClient.ConnectAsync(gateway, "sonic");
        await client.SendAsync("""{"type":"session.update","session":{"type":"realtime","tools":[{"type":"function","name":"f"},{"type":"function","name":"g"}]}}""");
        await client.SayAsync("""call f {"a":1} then g {}""");
        await client.SendAsync("""{"type":"response.create"}""");
        var calls = (await client.NextAsync("response.done"))["response"]!["output"]!.AsArray();
        calls.Select(call => call!["name"]!.GetValue<string>()).ShouldBe(["f", "g"]);
        foreach (var (call, output) in calls.Zip(["sunny", "noon"]))
        {
            await client.SendAsync(new JsonObject
            {
                ["type"] = "conversation.item.create",
                ["item"] = new JsonObject { ["type"] = "function_call_output", ["call_id"] = call!["call_id"]!.GetValue<string>(), ["output"] = output },
            }.ToJsonString());
        }

        (await client.AnswerAsync()).ShouldBe("The tool answered: sunny and noon");
    }

    [Fact]
    public async Task Throttled_turn_is_tried_on_three_streams_and_the_fourth_goes_on()
    {
        await using var simulator = await StartAsync(new SimulatorOptions { AudioPace = 200 });
        await using var gateway = await RunningGateway.StartAsync(Config(simulator));
        await using var client = await NovaClient.ConnectAsync(gateway, "sonic");
        simulator.Faults.Add(new FaultPlan { FailResponse = "rate_limit_exceeded" }, count: 2, provider: "bedrock");
        simulator.Connections[0].Apply(new FaultPlan { FailResponse = "rate_limit_exceeded" });
        await client.SayAsync("hello");
        await client.SendAsync("""{"type":"response.create"}""");

        var response = (await client.NextAsync("response.done"))["response"]!;

        response["status"]!.GetValue<string>().ShouldBe("failed");
        response["status_details"]!["error"]!["code"]!.GetValue<string>().ShouldBe("rate_limit_exceeded");
        simulator.Connections.Count(connection => connection.Sent.ContainsKey("throttlingException")).ShouldBe(3);
        (await client.AskAsync("again")).ShouldContain("again");
        simulator.Connections.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("AKIDOTHER", "amazon.nova-2-sonic-v1:0")]
    [InlineData(KeyId, "missing.nova-sonic")]
    public async Task Refused_credentials_and_models_are_refused_before_the_upgrade(string key, string model)
    {
        await using var simulator = await StartAsync(new SimulatorOptions());
        await using var gateway = await RunningGateway.StartAsync(Config(simulator, key, model));
        await using var client = new TestClient();
        client.Header("Authorization", "Bearer " + RunningGateway.MasterKey);

        await Should.ThrowAsync<WebSocketException>(() => client.ConnectAsync(gateway.Url("/v1/realtime?model=sonic")));

        client.Status.ShouldBe(502);
    }

    private static Task<SimulatorHost> StartAsync(SimulatorOptions options) => SimulatorHost.StartAsync(options, TestContext.Current.CancellationToken);

    private static string Config(SimulatorHost simulator, string key = KeyId, string model = "amazon.nova-2-sonic-v1:0") => $"""
        model_list:
          - model_name: sonic
            litellm_params:
              model: bedrock/{model}
              aws_access_key_id: {key}
              aws_secret_access_key: {Secret}
              aws_region_name: us-east-1
              aws_bedrock_runtime_endpoint: {simulator.BedrockAddress}
        general_settings:
          master_key: {RunningGateway.MasterKey}
        """;
}
