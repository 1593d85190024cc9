using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Edge;

[Collection(GatewayCollection.Name)]
public sealed class RefusalTests(GatewayFixture fixture)
{
    private const string Key = "Bearer " + RunningGateway.MasterKey;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "model=two", 401, "invalid_api_key", null)]
    [InlineData("Bearer sk-other", "model=two", 401, "invalid_api_key", null)]
    [InlineData("Bearer ek_never-minted", "model=two", 401, "invalid_api_key", null)]
    [InlineData(Key, "", 400, "missing_required_parameter", "model")]
    [InlineData(Key, "model=", 400, "missing_required_parameter", "model")]
    [InlineData(Key, "model=nothing-of-ours", 404, "model_not_found", "model")]
    [InlineData(Key, "model=two&intent=poetry", 400, "invalid_intent", "intent")]
    public async Task Refusal_before_the_upgrade_has_its_status_and_OpenAIs_body(
        string? key, string query, int status, string code, string? param)
    {
        using var response = await UpgradeAsync("/v1/realtime?" + query, key);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/json");
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["error"]!.AsObject();
        error.Select(member => member.Key).ShouldBe(["message", "type", "param", "code"], ignoreOrder: true);
        ((string?)error["code"]).ShouldBe(code);
        ((string?)error["param"]).ShouldBe(param);
        ((string?)error["type"]).ShouldBe("invalid_request_error");
        ((string?)error["message"]).ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("/v1/realtime?model=two")]
    [InlineData("/realtime")]
    [InlineData("/openai/v1/realtime?model=two")]
    [InlineData("/openai/realtime?api-version=2024-10-01-preview&deployment=two")]
    public async Task Plain_GET_is_answered_426(string path)
    {
        using var response = await fixture.Gateway.Http.GetAsync(path, Cancel);

        ((int)response.StatusCode).ShouldBe(426);
        response.Headers.Upgrade.ToString().ShouldBe("websocket");
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("\"error\"");
    }

    [Fact]
    public async Task Other_WebSocket_version_is_answered_with_the_one_that_is_spoken()
    {
        using var response = await UpgradeAsync("/v1/realtime?model=two", Key, version: "8");

        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        response.Headers.GetValues("Sec-WebSocket-Version").ShouldBe(["13"]);
    }

    [Fact]
    public async Task Key_of_a_browser_that_is_wrong_is_told_as_an_event_and_1008()
    {
        await using var client = new TestClient().Subprotocol("realtime", "openai-insecure-api-key.sk-wrong");

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=two"));

        await ExpectErrorThenCloseAsync(client, "invalid_api_key", WebSocketCloseStatus.PolicyViolation);
    }

    [Theory]
    [InlineData("model=nothing-of-ours&errors=events", "model_not_found", 1008)]
    [InlineData("errors=events", "missing_required_parameter", 1008)]
    [InlineData("model=nobody-there&errors=events", "upstream_unreachable", 1011)]
    public async Task Refusal_is_told_as_an_event_where_the_query_asks_for_it(string query, string code, int closeCode)
    {
        await using var client = new TestClient().Header("Authorization", Key);

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?" + query));

        await ExpectErrorThenCloseAsync(client, code, (WebSocketCloseStatus)closeCode);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(302)]
    public async Task Provider_that_refuses_with_a_status_is_502_and_its_words_stay_inside(int status)
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnRequest(name, async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://secret-host.example/";
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
                context.Response,
                """{"error":{"message":"Incorrect API key sk-provider-key-that-stays-inside at https://secret-host.example","code":"some_code"}}""");
        });

        using var response = await UpgradeAsync("/v1/realtime?model=" + model, Key);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        ((string?)JsonNode.Parse(body)!["error"]!["code"]).ShouldBe("upstream_refused");
        body.ShouldNotContain("secret-host");
        body.ShouldNotContain(GatewayFixture.ProviderKey);
        body.ShouldNotContain(fixture.Provider.Address.Authority);
    }

    [Fact]
    public async Task Provider_that_is_too_busy_is_502_with_its_Retry_After()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnRequest(name, context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "17";
            return Task.CompletedTask;
        });

        using var response = await UpgradeAsync("/v1/realtime?model=" + model, Key);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        response.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Theory]
    [InlineData(3000, "invalid_request_error.invalid_api_key")]
    [InlineData(4000, "")]
    public async Task Provider_that_accepts_and_then_sends_an_error_and_closes_is_502(int closeCode, string reason)
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnRequest(name, async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var side = new ProviderSide(socket, context);
            await side.SendAsync(
                """{"type":"error","event_id":"e","error":{"type":"invalid_request_error","code":"invalid_api_key","message":"Incorrect API key provided: sk-provi****"}}""");
            await side.CloseAsync(closeCode, reason);
            await side.ReceiveAsync();
        });

        using var response = await UpgradeAsync("/v1/realtime?model=" + model, Key);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        body.ShouldContain("upstream_refused");
        body.ShouldNotContain("sk-provi");
    }

    [Fact]
    public async Task Provider_that_accepts_and_closes_at_once_is_502()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnRequest(name, async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
        });

        using var response = await UpgradeAsync("/v1/realtime?model=" + model, Key);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task Provider_that_resets_the_upgrade_is_502()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnRequest(name, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        using var response = await UpgradeAsync("/v1/realtime?model=" + model, Key);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task Provider_that_is_not_there_is_502_and_its_address_stays_inside()
    {
        using var response = await UpgradeAsync("/v1/realtime?model=nobody-there", Key);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        body.ShouldContain("upstream_unreachable");
        body.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task Provider_that_does_not_answer_the_upgrade_is_504_within_the_timeout()
    {
        var (model, name) = GatewayFixture.NewModel("impatient");
        fixture.Provider.OnRequest(name, context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));

        await ExpectTimeoutAsync(model);
    }

    [Fact]
    public async Task Provider_that_accepts_and_says_nothing_is_504_within_the_timeout_and_its_connection_is_closed()
    {
        var (model, name) = GatewayFixture.NewModel("impatient");
        var closed = new TaskCompletionSource<Received>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Provider.OnRequest(name, async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            closed.TrySetResult(await Wire.ReceiveAsync(socket));
        });

        await ExpectTimeoutAsync(model);

        (await closed.Task.WaitAsync(Wire.Deadline, TimeProvider.System, Cancel)).IsClose.ShouldBeTrue();
    }

    [Fact]
    public async Task Second_deployment_is_tried_when_the_first_refuses()
    {
        fixture.Provider.OnRequest("two-first", context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        fixture.Provider.OnSession("two-second", _ => Task.CompletedTask);

        await using var client = await fixture.Gateway.ConnectAsync("two");

        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        fixture.Provider.Requests.ShouldContain(seen => seen.Query.Contains("two-first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Client_that_leaves_during_the_connect_ends_the_providers_connect_at_once()
    {
        var (model, name) = GatewayFixture.NewModel();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Provider.OnRequest(name, async context =>
        {
            asked.TrySetResult();
            context.RequestAborted.Register(() => left.TrySetResult());
            await left.Task;
        });
        using var leaving = new CancellationTokenSource();
        await using var client = new TestClient().Header("Authorization", Key);
        var connect = client.ConnectUntilAsync(fixture.Gateway.Url("/v1/realtime?model=" + model), leaving.Token);
        await asked.Task.WaitAsync(Wire.Deadline, TimeProvider.System, Cancel);

        await leaving.CancelAsync();

        await Should.ThrowAsync<Exception>(connect);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Cancel);
    }

    internal static async Task ExpectErrorThenCloseAsync(TestClient client, string code, WebSocketCloseStatus status)
    {
        var error = await client.ReceiveAsync();
        error.Type.ShouldBe("error");
        ((string?)error.Json["event_id"]).ShouldNotBeNullOrEmpty();
        var body = error.Json["error"]!.AsObject();
        body.Select(member => member.Key).ShouldBe(["type", "code", "message", "param", "event_id"], ignoreOrder: true);
        ((string?)body["code"]).ShouldBe(code);
        var close = await client.ReceiveAsync();
        close.IsClose.ShouldBeTrue();
        close.CloseCode.ShouldBe((int)status);
    }

    private async Task ExpectTimeoutAsync(string model)
    {
        var start = TimeProvider.System.GetTimestamp();

        using var response = await UpgradeAsync("/v1/realtime?model=" + model, Key);

        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("upstream_timeout");
        TimeProvider.System.GetElapsedTime(start).ShouldBeInRange(TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(9), "a deployment of which nothing is said has 10 s");
    }

    private async Task<HttpResponseMessage> UpgradeAsync(string path, string? authorization, string version = "13")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", version);
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await fixture.Gateway.Http.SendAsync(request, HttpCompletionOption.ResponseContentRead, Cancel);
    }
}
