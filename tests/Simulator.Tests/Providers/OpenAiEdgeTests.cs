using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Realtime.Protocol.Translation;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Tests.Support;
using Realtime.Testing.Schemas;

namespace Realtime.Simulator.Tests.Providers;

public sealed class OpenAiEdgeTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData("/v1/realtime?model=missing-model", "sk-test", "model_not_found", 4000)]
    [InlineData("/v1/realtime?model=gpt-realtime", "sk-invalid-1", "invalid_api_key", 3000)]
    [InlineData("/v1/realtime?model=gpt-realtime", "ek_unknown", "invalid_api_key", 3000)]
    [InlineData("/v1/realtime?intent=", "sk-test", "invalid_intent", 4000)]
    [InlineData("/v1/realtime?intent=chat", "sk-test", "invalid_intent", 4000)]
    [InlineData("/v1/realtime", "sk-test", "missing_model", 4000)]
    public async Task Bad_handshake_is_accepted_then_answered_by_an_error_and_a_close(string path, string key, string code, int closeCode)
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, path, key: key);
        await client.EndAsync();

        client.Types.ShouldBe(["error"]);
        client.All[0]["error"]!["code"]!.ToString().ShouldBe(code);
        ((int?)client.CloseStatus).ShouldBe(closeCode);
        client.CloseReason.ShouldBe("invalid_request_error." + code);
        client.ShouldAllBeValid(Dialect.Ga);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Beta_form_is_refused_whether_asked_for_by_header_or_subprotocol(bool byHeader)
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, "/v1/realtime?model=gpt-realtime", options =>
        {
            if (byHeader)
            {
                options.SetRequestHeader("OpenAI-Beta", "realtime=v1");
            }
            else
            {
                options.AddSubProtocol("realtime");
                options.AddSubProtocol("openai-beta.realtime-v1");
            }
        });
        await client.EndAsync();

        client.All[0]["error"]!["code"]!.ToString().ShouldBe("beta_api_shape_disabled");
        ((int?)client.CloseStatus).ShouldBe(4000);
    }

    [Fact]
    public async Task Beta_form_is_served_where_the_option_says_so()
    {
        await using var host = await SimulatorHost.StartAsync(new() { ServeOpenAiBeta = true }, TestContext.Current.CancellationToken);
        await using var client = await TestClient.ConnectAsync(host, "/v1/realtime?model=gpt-4o-realtime-preview", options => options.SetRequestHeader("OpenAI-Beta", "realtime=v1"));
        await client.AskAsync("hello");

        client.Types.ShouldContain("response.audio.delta");
        client.ShouldAllBeValid(Dialect.Beta);
    }

    [Theory]
    [InlineData(null, false, 401)]
    [InlineData("sk-noaccess", false, 403)]
    [InlineData("sk-invalid", true, 401)]
    public async Task Some_keys_are_refused_by_status(string? key, bool byStatus, int status)
    {
        await using var host = await SimulatorHost.StartAsync(new() { RefuseInvalidKeysByStatus = byStatus }, TestContext.Current.CancellationToken);

        (await RefusalAsync(host, "/v1/realtime?model=gpt-realtime", key)).ShouldBe((HttpStatusCode)status);
        host.Connections[0].HandshakeStatus.ShouldBe(status);
    }

    [Fact]
    public async Task Unknown_call_is_refused_with_404() =>
        (await RefusalAsync(simulator.Host, "/v1/realtime?call_id=rtc_1", "sk-test")).ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task Key_in_a_subprotocol_opens_a_session_and_is_not_echoed()
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, "/v1/realtime?model=gpt-realtime", options =>
        {
            options.AddSubProtocol("realtime");
            options.AddSubProtocol("openai-insecure-api-key.sk-browser-123456");
        }, key: null);
        await client.NextAsync("session.created");

        client.SubProtocol.ShouldBe("realtime");
        simulator.Host.Connections[^1].Headers["sec-websocket-protocol"].ShouldNotContain("sk-browser");
    }

    [Fact]
    public async Task Client_secret_opens_a_session_with_the_settings_bound_to_it()
    {
        using var http = new HttpClient { BaseAddress = simulator.Host.BaseAddress, DefaultRequestHeaders = { { "Authorization", "Bearer sk-test" } } };
        var answer = await http.PostAsJsonAsync("/v1/realtime/client_secrets", JsonNode.Parse("""{"expires_after":{"anchor":"created_at","seconds":60},"session":{"type":"realtime","model":"gpt-realtime","instructions":"bound"}}"""), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        RealtimeSchemas.Validate(text, "RealtimeCreateClientSecretResponse").ShouldBeEmpty();
        await using var client = await TestClient.ConnectAsync(simulator.Host, "/v1/realtime", key: JsonNode.Parse(text)!["value"]!.ToString());
        var session = (await client.NextAsync("session.created"))["session"]!;

        session["instructions"]!.ToString().ShouldBe("bound");
        session["model"]!.ToString().ShouldBe("gpt-realtime");
    }

    [Theory]
    [InlineData("""{"session":{"type":"realtime","voice":"alloy"}}""", "unknown_parameter")]
    [InlineData("""{"expires_after":{"seconds":5}}""", "integer_below_min_value")]
    [InlineData("[]", "invalid_json")]
    public async Task Client_secret_with_bad_settings_is_refused(string body, string code)
    {
        using var http = new HttpClient { BaseAddress = simulator.Host.BaseAddress, DefaultRequestHeaders = { { "Authorization", "Bearer sk-test" } } };
        using var content = new StringContent(body);
        var answer = await http.PostAsync(new Uri("/v1/realtime/client_secrets", UriKind.Relative), content, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!["code"]!.ToString().ShouldBe(code);
    }

    [Fact]
    public async Task Session_ends_after_its_time_with_an_error_and_close_1001()
    {
        await using var host = await SimulatorHost.StartAsync(new() { SessionLength = TimeSpan.FromMilliseconds(300) }, TestContext.Current.CancellationToken);
        await using var client = await TestClient.ConnectAsync(host, "/v1/realtime?model=gpt-realtime");
        await client.EndAsync();

        client.All[^1]["error"]!["code"]!.ToString().ShouldBe("session_expired");
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        client.ShouldAllBeValid(Dialect.Ga);
    }

    internal static async Task<HttpStatusCode?> RefusalAsync(SimulatorHost host, string path, string? key, Action<ClientWebSocketOptions>? configure = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (key is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + key);
        }

        configure?.Invoke(socket.Options);
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(new Uri(host.BaseAddress, path)) { Scheme = "ws" }.Uri, CancellationToken.None));
        return socket.HttpStatusCode;
    }
}
