using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;
using Realtime.Simulator.Hosting;

namespace Realtime.Gateway.Tests.Policies;

/// <summary>Rows of usage at every sink, and alerts at theirs.</summary>
public sealed class LoggingTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("usage").FullName;
    private SimulatorHost _simulator = null!;
    private SinkServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync(new SimulatorOptions { WordDelay = TimeSpan.Zero });
        _server = await SinkServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Every_sink_gets_every_row_also_after_failures_and_alerts_go_out()
    {
        _server.FailNext(2);
        await using var gateway = await RunningGateway.StartAsync(Config(turnOff: false));
        await TalkAsync(gateway);
        await Eventually.TrueAsync(() => Payloads("/usage").Count(row => (string)row["kind"]! == "session") == 1);

        var rows = Payloads("/usage");
        var response = rows.Single(row => (string)row["kind"]! == "response");
        ((string)response["call_type"]!).ShouldBe("_arealtime");
        ((string)response["model"]!).ShouldBe("nobody-knows-its-price");
        ((bool)response["unpriced"]!).ShouldBeTrue();
        ((int)response["total_tokens"]!).ShouldBeGreaterThan(0);
        response["response"]!.ToJsonString().ShouldContain("You said: hello");
        ((string)response["metadata"]!["user_api_key_hash"]!).Length.ShouldBe(64);
        var events = rows.Single(row => (string)row["kind"]! == "session")["realtime_events"]!.AsArray().Select(one => (string)one!["type"]!).ToArray();
        events.ShouldContain("conversation.item.create");
        events.ShouldContain("response.done");
        _server.Requests.First(request => request.Path == "/usage").Headers["x-token"].ToString().ShouldBe("secret");

        await Eventually.TrueAsync(() => _server.Requests.Any(request => request is { Method: "PUT" }));
        var put = _server.Requests.First(request => request is { Method: "PUT" });
        put.Path.ShouldStartWith("/bucket/logs/");
        put.Headers.Authorization.ToString().ShouldStartWith("AWS4-HMAC-SHA256 Credential=AKID/");
        put.Body.ShouldContain("_arealtime");

        await Eventually.TrueAsync(() => Directory.GetFiles(_directory).Length == 1 && Lines().Length == rows.Count);
        await Eventually.TrueAsync(() => _server.Requests.Any(request => request.Path == "/slack") && _server.Requests.Any(request => request.Path == "/hook"));
        ((string)JsonNode.Parse(_server.Requests.First(request => request.Path == "/slack").Body)!["text"]!).ShouldContain("No price is known");
        ((string)JsonNode.Parse(_server.Requests.First(request => request.Path == "/hook").Body)!["event"]!).ShouldBe("unpriced");
    }

    [Fact]
    public async Task Content_is_nowhere_when_message_logging_is_off_whatever_else_asks_for_it()
    {
        await using var gateway = await RunningGateway.StartAsync(Config(turnOff: true));
        await TalkAsync(gateway);
        await Eventually.TrueAsync(() => Payloads("/usage").Count(row => (string)row["kind"]! == "session") == 1);
        var all = string.Concat(_server.Requests.Select(request => request.Body)) + string.Concat(Lines());
        all.ShouldNotContain("hello");
        Payloads("/usage").Single(row => (string)row["kind"]! == "session")["realtime_events"]!.AsArray()
            .Select(one => (string)one!["type"]!).ShouldContain("response.done");
    }

    private static async Task TalkAsync(RunningGateway gateway)
    {
        await using var client = await gateway.ConnectAsync("voice");
        var talker = new Talker(client);
        await talker.NextAsync("session.created");
        await client.SendAsync("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"hello"}]}}""");
        await talker.TurnAsync();
        await client.CloseAsync();
    }

    private List<JsonNode> Payloads(string path) =>
        [.. _server.Requests.Where(request => request.Path == path).SelectMany(request => JsonNode.Parse(request.Body)!.AsArray()).Select(node => node!)];

    private string[] Lines() => [.. Directory.GetFiles(_directory).SelectMany(File.ReadAllLines)];

    private string Config(bool turnOff) => $"""
        model_list:
          - model_name: voice
            litellm_params:
              model: openai/nobody-knows-its-price
              api_base: {_simulator.BaseAddress}
              api_key: sk-provider
        general_settings:
          master_key: {RunningGateway.MasterKey}
          store_prompts_in_spend_logs: true
          alerting: [slack, webhook]
        litellm_settings:
          callbacks: [generic_api, s3_v2, file]
          logged_real_time_event_types: "*"
          turn_off_message_logging: {(turnOff ? "true" : "false")}
          s3_callback_params:
            s3_bucket_name: bucket
            s3_path: logs
            s3_region_name: eu-west-1
            s3_endpoint_url: {_server.Address}
            s3_aws_access_key_id: AKID
            s3_aws_secret_access_key: s3-secret
        callback_settings:
          generic_api:
            callback_type: generic_api
            endpoint: {_server.Address}usage
            headers:
              x-token: secret
          file:
            callback_type: file
            path: {_directory}
        environment_variables:
          SLACK_WEBHOOK_URL: {_server.Address}slack
          WEBHOOK_URL: {_server.Address}hook
        """;
}
