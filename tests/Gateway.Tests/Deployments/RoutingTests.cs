using System.Net;
using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Deployments;

/// <summary>Which deployment takes a session, and what the client is told when none does.</summary>
public sealed class RoutingTests : IAsyncLifetime
{
    private static readonly TimeSpan _connectTime = TimeSpan.FromSeconds(0.5);

    private ScriptedProvider? _provider;
    private RunningGateway? _gateway;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ScriptedProvider Provider => _provider!;

    private RunningGateway Gateway => _gateway!;

    public async ValueTask InitializeAsync()
    {
        _provider = await ScriptedProvider.StartAsync();
        _gateway = await RunningGateway.StartAsync(Config(_provider.Address));
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lone_deployment_answers_its_first_failure_with_502_then_503_until_its_rest_is_over()
    {
        Refuse("alone", 500);
        (await UpgradeAsync("alone")).StatusCode.ShouldBe(HttpStatusCode.BadGateway);

        using var rests = await UpgradeAsync("alone");

        rests.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        rests.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Count("alone").ShouldBe(1);
        Provider.OnSession("alone", side => side.Ended);
        await Eventually.TrueAsync(async () => (await UpgradeAsync("alone")).StatusCode == HttpStatusCode.SwitchingProtocols, Wire.Deadline);
    }

    [Fact]
    public async Task A_dead_deployment_gets_no_session_after_its_first_failure()
    {
        Refuse("dead", 503);
        Serve("alive");

        for (var i = 0; i < 12; i++)
        {
            await using var client = await Gateway.ConnectAsync("half-dead");
            (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        }

        Count("dead").ShouldBeLessThanOrEqualTo(1);
        var row = await RowAsync("dead-id");
        ((string?)row["state"]).ShouldBe("resting");
        ((string?)row["last_failure"]).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_silent_deployment_costs_its_timeout_and_then_nothing()
    {
        Provider.OnRequest("silent", context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        Serve("after-silent");

        await using (await Gateway.ConnectAsync("half-silent"))
        {
            Count("silent").ShouldBe(1);
        }

        await using var client = await Gateway.ConnectAsync("half-silent");
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        Count("silent").ShouldBe(1);
    }

    [Fact]
    public async Task A_group_that_fails_falls_back_to_another_and_without_one_each_reason_is_told()
    {
        Refuse("broken", 500);
        Serve("fallback");
        await using var client = await Gateway.ConnectAsync("with-fallback");
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");

        // Its failure may pass: twice more, as num_retries says, before the fallback was asked.
        Count("broken").ShouldBe(3);
    }

    [Fact]
    public async Task Deployments_at_their_limit_pass_a_session_on_and_the_last_is_503()
    {
        Serve("limited-a");
        Serve("limited-b");
        await using var first = await Gateway.ConnectAsync("limited");
        await using var second = await Gateway.ConnectAsync("limited");
        (Count("limited-a"), Count("limited-b")).ShouldBe((1, 1));

        using (var full = await UpgradeAsync("limited"))
        {
            full.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            full.Headers.RetryAfter.ShouldNotBeNull();
            (await full.Content.ReadAsStringAsync(Cancel)).ShouldContain("no_deployment_available");
        }

        ((int?)(await RowAsync("limited-a-id"))["in_flight"]).ShouldBe(1);
        await first.CloseAsync();
        await Eventually.TrueAsync(async () => (await UpgradeAsync("limited")).StatusCode == HttpStatusCode.SwitchingProtocols, Wire.Deadline);
    }

    [Fact]
    public async Task Sessions_of_a_minute_are_limited()
    {
        Serve("slow-pace");
        await using var first = await Gateway.ConnectAsync("slow-pace");

        using var second = await UpgradeAsync("slow-pace");

        second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        second.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Tokens_of_a_minute_are_limited()
    {
        var ended = Provider.NextSessionAsync("thirsty");
        await using var client = await Gateway.ConnectAsync("thirsty");
        var side = await ended;
        await side.SendAsync("""{"type":"response.done","event_id":"e","response":{"id":"r","status":"completed","usage":{"total_tokens":500}}}""");

        await Eventually.TrueAsync(async () => (await UpgradeAsync("thirsty")).StatusCode == HttpStatusCode.ServiceUnavailable, Wire.Deadline);

        ((long?)(await RowAsync("thirsty-id"))["tokens_last_minute"]).ShouldBe(500);
        side.Dispose();
    }

    [Theory]
    [InlineData("fast, other", "tag-fast")]
    [InlineData("other", "tag-default")]
    [InlineData(null, "tag-default")]
    public async Task Tags_of_a_request_choose_its_deployment(string? tags, string expected)
    {
        Serve(expected);

        using var response = await UpgradeAsync("tagged", tags);

        response.StatusCode.ShouldBe(HttpStatusCode.SwitchingProtocols);
        Count(expected).ShouldBe(1);
    }

    [Fact]
    public async Task Tags_that_fit_no_deployment_are_401_in_LiteLLMs_words()
    {
        using var response = await UpgradeAsync("tagged-only", "other");

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain(
            "Not allowed to access model due to tags configuration. Passed model=tagged-only and tags=[other]");
    }

    [Fact]
    public async Task A_connection_opened_ahead_serves_the_next_session_at_its_limit()
    {
        Provider.OnRequest("warm", async context =>
        {
            // A provider that takes its time to connect.
            await Task.Delay(_connectTime, TimeProvider.System);
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var side = new ProviderSide(socket, context);
            await side.SendAsync(ScriptedProvider.Created);
            await side.ReceiveAsync(TimeSpan.FromMinutes(1));
        });
        await Gateway.ReloadAsync(Config(Provider.Address) + Warm(Provider.Address));
        await Eventually.TrueAsync(async () => (await RowAsync("warm-id"))["connect_ms"] is not null, Wire.Deadline);
        ((int?)(await RowAsync("warm-id"))["in_flight"]).ShouldBe(1);
        Count("warm").ShouldBe(1);

        await using var client = await Gateway.ConnectAsync("warm");

        // Nobody has connected for it.
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        Count("warm").ShouldBe(1);
        ((int?)(await RowAsync("warm-id"))["in_flight"]).ShouldBe(1);
        (await UpgradeAsync("warm")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Health_opens_each_providers_socket_and_is_the_master_keys_alone()
    {
        Serve("alive");
        Refuse("dead", 401);

        var well = await GetAsync("/health?model_id=alive-id");
        var ill = await GetAsync("/health?model_id=dead-id");

        ((int?)well["healthy_count"]).ShouldBe(1);
        ((string?)well["healthy_endpoints"]![0]!["model"]).ShouldBe("openai/alive");
        ((int?)ill["unhealthy_count"]).ShouldBe(1);
        ((string?)ill["unhealthy_endpoints"]![0]!["error"]).ShouldBe("The provider refused the connection (HTTP 401).");
        foreach (var path in new[] { "/health", "/deployments" })
        {
            using var refused = await Gateway.Http.GetAsync(path, Cancel);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Metrics_that_autoscalers_and_dashboards_ask_for_are_there()
    {
        Serve("alive");
        Refuse("dead", 500);
        await using var client = await Gateway.ConnectAsync("half-dead");
        (await UpgradeAsync("nothing-of-ours")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await Eventually.TrueAsync(
            async () =>
            {
                var metrics = await Gateway.Http.GetStringAsync("/metrics", Cancel);
                return metrics.Contains("kestrel_upgraded_connections", StringComparison.Ordinal)
                    && metrics.Contains("realtime_gateway_refusals_total{", StringComparison.Ordinal)
                    && metrics.Contains("realtime_sessions_open{", StringComparison.Ordinal)
                    && metrics.Contains("realtime_deployment_leases{", StringComparison.Ordinal);
            },
            Wire.Deadline);
    }

    private static string Entry(Uri provider, string group, string model, string more) => $$"""

          - model_name: {{group}}
            litellm_params: {model: openai/{{model}}, api_base: "{{provider}}", api_key: sk-x, {{more}}}
            model_info: {id: {{model}}-id}
        """;

    private static string Config(Uri provider) => $"""
        general_settings:
          master_key: {RunningGateway.MasterKey}
        router_settings:
          enable_tag_filtering: true
          fallbacks: [with-fallback: [fallback]]
        model_list:
        """
        + Entry(provider, "alone", "alone", "allowed_fails: 0, cooldown_time: 2")
        + Entry(provider, "half-dead", "dead", "cooldown_time: 600")
        + Entry(provider, "half-dead", "alive", "timeout: 5")
        + Entry(provider, "half-silent", "silent", "timeout: 0.5, order: 1, cooldown_time: 600")
        + Entry(provider, "half-silent", "after-silent", "order: 2")
        + Entry(provider, "with-fallback", "broken", "timeout: 5")
        + Entry(provider, "fallback", "fallback", "timeout: 5")
        + Entry(provider, "limited", "limited-a", "max_parallel_requests: 1")
        + Entry(provider, "limited", "limited-b", "max_parallel_requests: 1")
        + Entry(provider, "slow-pace", "slow-pace", "rpm: 1")
        + Entry(provider, "thirsty", "thirsty", "tpm: 400")
        + Entry(provider, "tagged", "tag-fast", "tags: [fast]")
        + Entry(provider, "tagged", "tag-default", "tags: [default]")
        + Entry(provider, "tagged-only", "tag-only", "tags: [fast]");

    private static string Warm(Uri provider) => Entry(provider, "warm", "warm", "warm_connections: 1, max_parallel_requests: 1");

    private void Refuse(string model, int status) => Provider.OnRequest(model, context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    private void Serve(string model) => Provider.OnSession(model, side => side.ReceiveAsync(TimeSpan.FromMinutes(1)));

    private int Count(string model) => Provider.Requests.Count(seen => seen.Query.EndsWith("model=" + model, StringComparison.Ordinal));

    private async Task<JsonObject> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + RunningGateway.MasterKey);
        using var response = await Gateway.Http.SendAsync(request, Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!.AsObject();
    }

    private async Task<JsonObject> RowAsync(string id) => (await GetAsync("/deployments"))["deployments"]!.AsArray()
        .Select(row => row!.AsObject()).FirstOrDefault(row => (string?)row["model_id"] == id) ?? [];

    private async Task<HttpResponseMessage> UpgradeAsync(string model, string? tags = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/realtime?model=" + model);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + RunningGateway.MasterKey);
        if (tags is not null)
        {
            request.Headers.TryAddWithoutValidation("x-litellm-tags", tags);
        }

        return await Gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }
}
