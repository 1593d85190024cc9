using System.Net;
using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>What needs a gateway of its own: a drain, a reload, a limit, no master key.</summary>
public sealed class OwnGatewayTests : IAsyncLifetime
{
    // A process that waited for its sessions to the end would take 30 s.
    private static readonly TimeSpan LessThanADrain = TimeSpan.FromSeconds(25);

    private ScriptedProvider? _provider;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ScriptedProvider Provider => _provider ?? throw new InvalidOperationException("The provider is not started.");

    public async ValueTask InitializeAsync() => _provider = await ScriptedProvider.StartAsync();

    public ValueTask DisposeAsync() => Provider.DisposeAsync();

    [Fact]
    public async Task Stopping_ends_a_quiet_session_at_once_with_1012()
    {
        await using var gateway = await RunningGateway.StartAsync(Config());
        var accepted = Provider.NextSessionAsync("m");
        await using var client = await gateway.ConnectAsync("m");
        using var provider = await accepted;
        await client.ReceiveAsync();
        var close = client.ReceiveAsync();

        var stop = gateway.StopAsync();

        (await close).CloseCode.ShouldBe(1012);
        await stop.WaitAsync(LessThanADrain, TimeProvider.System, Cancel);
    }

    [Fact]
    public async Task Stopping_lets_a_turn_end_and_takes_no_new_session_meanwhile()
    {
        await using var gateway = await RunningGateway.StartAsync(Config());
        var accepted = Provider.NextSessionAsync("m");
        await using var client = await gateway.ConnectAsync("m");
        using var provider = await accepted;
        await client.ReceiveAsync();
        await provider.SendAsync("""{"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[]}}""");
        await client.ReceiveAsync();

        var stop = gateway.StopAsync();
        await Eventually.TrueAsync(async () =>
        {
            using var response = await gateway.Http.GetAsync("/health/readiness", Cancel);
            return response.StatusCode == HttpStatusCode.ServiceUnavailable;
        });
        await using var late = new TestClient().Header("api-key", RunningGateway.MasterKey);
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => late.ConnectAsync(gateway.Url("/v1/realtime?model=m")));
        late.Status.ShouldBe(503);
        stop.IsCompleted.ShouldBeFalse();
        await provider.SendAsync("""{"type":"response.done","response":{"id":"resp_1","status":"completed","output":[]}}""");

        (await client.ReceiveAsync()).Type.ShouldBe("response.done");
        (await client.ReceiveAsync()).CloseCode.ShouldBe(1012);
        await stop.WaitAsync(LessThanADrain, TimeProvider.System, Cancel);
    }

    [Fact]
    public async Task Stopping_cuts_a_turn_that_outlasts_the_drain_timeout()
    {
        await using var gateway = await RunningGateway.StartAsync(Config("drain_timeout: 1"));
        var accepted = Provider.NextSessionAsync("m");
        await using var client = await gateway.ConnectAsync("m");
        using var provider = await accepted;
        await client.ReceiveAsync();
        await provider.SendAsync("""{"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[]}}""");
        await client.ReceiveAsync();

        var stop = gateway.StopAsync();

        (await client.ReceiveCloseAsync()).CloseCode.ShouldBe(1012);
        await stop.WaitAsync(LessThanADrain, TimeProvider.System, Cancel);
    }

    [Fact]
    public async Task Reload_leaves_running_sessions_alone_and_counts_for_new_ones()
    {
        await using var gateway = await RunningGateway.StartAsync(Config());
        var accepted = Provider.NextSessionAsync("m");
        await using var client = await gateway.ConnectAsync("m");
        using var provider = await accepted;
        await client.ReceiveAsync();

        await gateway.ReloadAsync(Config(model: "other"));

        await using var late = new TestClient().Header("api-key", RunningGateway.MasterKey);
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => late.ConnectAsync(gateway.Url("/v1/realtime?model=m")));
        late.Status.ShouldBe(404);
        await client.SendAsync("""{"type":"still"}""");
        (await provider.ReceiveAsync()).Type.ShouldBe("still");
    }

    [Fact]
    public async Task One_session_more_than_max_sessions_is_503_and_the_place_comes_back()
    {
        await using var gateway = await RunningGateway.StartAsync(Config("max_sessions: 2"));
        Provider.OnSession("m", async side => await side.ReceiveAsync());
        await using var first = await gateway.ConnectAsync("m");
        var second = await gateway.ConnectAsync("m");
        await using var third = new TestClient().Header("api-key", RunningGateway.MasterKey);
        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => third.ConnectAsync(gateway.Url("/v1/realtime?model=m")));
        third.Status.ShouldBe(503);
        third.ResponseHeaders.ShouldContainKey("Retry-After");
        using (var ready = await gateway.Http.GetAsync("/health/readiness", Cancel))
        {
            ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }

        await second.CloseAsync();
        await second.DisposeAsync();

        await Eventually.TrueAsync(async () =>
        {
            using var ready = await gateway.Http.GetAsync("/health/readiness", Cancel);
            return ready.IsSuccessStatusCode;
        });
        await using var fourth = await gateway.ConnectAsync("m");
        (await fourth.ReceiveAsync()).Type.ShouldBe("session.created");
    }

    [Theory]
    [InlineData(null, null, 101)]
    [InlineData("http://127.0.0.1:4000", null, 101)]
    [InlineData("http://localhost:4000", null, 101)]
    [InlineData("https://evil.example", null, 403)]
    [InlineData("http://localhost.evil.example", null, 403)]
    [InlineData("null", null, 403)]
    [InlineData(null, "evil.example", 403)]
    [InlineData(null, "localhost:4000", 101)]
    public async Task Without_a_master_key_only_this_machine_may_connect(string? origin, string? host, int status)
    {
        await using var gateway = await RunningGateway.StartAsync(Config(masterKey: false));
        Provider.OnSession("m", _ => Task.CompletedTask);
        await using var client = new TestClient();
        if (origin is not null)
        {
            client.Header("Origin", origin);
        }

        if (host is not null)
        {
            client.Header("Host", host);
        }

        if (status == 101)
        {
            await client.ConnectAsync(gateway.Url("/v1/realtime?model=m"));
            (await client.ReceiveAsync()).Type.ShouldBe("session.created");
            return;
        }

        await Should.ThrowAsync<System.Net.WebSockets.WebSocketException>(() => client.ConnectAsync(gateway.Url("/v1/realtime?model=m")));
        client.Status.ShouldBe(status);
    }

    [Fact]
    public async Task Page_from_elsewhere_cannot_mint_or_list_without_a_master_key()
    {
        await using var gateway = await RunningGateway.StartAsync(Config(masterKey: false));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/realtime/client_secrets");
        request.Content = new StringContent("""{"session":{"type":"realtime","model":"m"}}""");
        request.Headers.Add("Origin", "https://evil.example");
        using var listing = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        listing.Headers.Host = "evil.example";

        using var minted = await gateway.Http.SendAsync(request, Cancel);
        using var listed = await gateway.Http.SendAsync(listing, Cancel);

        minted.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        listed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((string?)JsonNode.Parse(await minted.Content.ReadAsStringAsync(Cancel))!["error"]!["code"]).ShouldBe("origin_not_allowed");
    }

    private string Config(string general = "{}", string model = "m", bool masterKey = true) => $"""
        model_list:
          - model_name: {model}
            litellm_params:
              model: openai/m
              api_base: {Provider.Address}
              api_key: sk-provider
        general_settings:
          {(masterKey ? "master_key: " + RunningGateway.MasterKey : "keepalive_interval: 20s")}
          {(general == "{}" ? "" : general)}
        """;
}
