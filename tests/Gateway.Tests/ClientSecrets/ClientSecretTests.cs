using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Edge;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.ClientSecrets;

[Collection(GatewayCollection.Name)]
public sealed class ClientSecretTests(GatewayFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Authorization")]
    [InlineData("subprotocol")]
    [InlineData("api-key")]
    public async Task Minted_secret_opens_a_session_of_its_model_with_its_settings(string way)
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = SettingsSessionAsync(name);
        var answer = await MintAsync("/v1/realtime/client_secrets", new JsonObject
        {
            ["session"] = new JsonObject { ["type"] = "realtime", ["model"] = model, ["instructions"] = "Be brief." },
        });
        var secret = (string)answer["value"]!;
        await using var client = new TestClient();
        var url = "/v1/realtime?model=" + model;
        _ = way switch
        {
            "subprotocol" => client.Subprotocol("realtime", "openai-insecure-api-key." + secret),
            "api-key" => client.Header("api-key", secret),
            _ => client.Header("Authorization", "Bearer " + secret),
        };

        await client.ConnectAsync(fixture.Gateway.Url(url));

        var update = await accepted;
        update["type"]!.ToString().ShouldBe("session.update");
        JsonNode.DeepEquals(update["session"], JsonNode.Parse("""{"type":"realtime","instructions":"Be brief."}""")).ShouldBeTrue();
        var created = await client.ReceiveAsync();
        created.Type.ShouldBe("session.created");
        ((string?)created.Json["session"]!["instructions"]).ShouldBe("Be brief.");
        (await client.ReceiveAsync()).Type.ShouldBe("first.after");
        fixture.Provider.Requests.Last(seen => seen.Query.Contains(name, StringComparison.Ordinal)).Headers["Authorization"]
            .ShouldBe("Bearer " + GatewayFixture.ProviderKey);
    }

    [Fact]
    public async Task Minting_answers_in_OpenAIs_form_and_names_no_key_of_the_provider()
    {
        var (model, _) = GatewayFixture.NewModel();
        using var response = await PostAsync(
            "/v1/realtime/client_secrets", """{"expires_after":{"anchor":"created_at","seconds":30},"session":{"type":"realtime","model":"MODEL"}}""".Replace("MODEL", model, StringComparison.Ordinal));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.CacheControl?.NoStore.ShouldBe(true);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        text.ShouldNotContain(GatewayFixture.ProviderKey);
        var answer = JsonNode.Parse(text)!;
        ((string)answer["value"]!).ShouldStartWith("ek_");
        var left = DateTimeOffset.FromUnixTimeSeconds((long)answer["expires_at"]!) - TimeProvider.System.GetUtcNow();
        left.ShouldBeInRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(31));
        ((string?)answer["session"]!["type"]).ShouldBe("realtime");
        ((string?)answer["session"]!["object"]).ShouldBe("realtime.session");
        ((string?)answer["session"]!["model"]).ShouldBe(model);
    }

    [Fact]
    public async Task Beta_minting_answers_in_the_beta_form()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = SettingsSessionAsync(name);
        var answer = await MintAsync(
            "/v1/realtime/sessions", new JsonObject { ["model"] = model, ["voice"] = "ash", ["modalities"] = new JsonArray("text") });

        var secret = (string)answer["client_secret"]!["value"]!;
        ((long)answer["client_secret"]!["expires_at"]!).ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        ((string?)answer["voice"]).ShouldBe("ash");
        await using var client = new TestClient().Header("Authorization", "Bearer " + secret).Header("OpenAI-Beta", "realtime=v1");
        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=" + model));
        var session = (await accepted)["session"]!;
        ((string?)session["audio"]?["output"]?["voice"]).ShouldBe("ash");
        ((string?)session["output_modalities"]?[0]).ShouldBe("text");
        var created = (await client.ReceiveAsync()).Json["session"]!;
        ((string?)created["voice"]).ShouldBe("ash");
    }

    [Fact]
    public async Task Transcription_minting_opens_a_transcription_session()
    {
        var (model, _) = GatewayFixture.NewModel();
        var accepted = SettingsSessionAsync("");
        var answer = await MintAsync(
            "/v1/realtime/transcription_sessions",
            new JsonObject { ["input_audio_transcription"] = new JsonObject { ["model"] = model }, ["input_audio_format"] = "pcm16" });
        var secret = (string)answer["client_secret"]!["value"]!;
        await using var client = new TestClient().Header("Authorization", "Bearer " + secret);

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?intent=transcription"));

        ((string?)(await accepted)["session"]!["type"]).ShouldBe("transcription");
    }

    [Fact]
    public async Task Secret_without_a_model_in_the_query_opens_its_own()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, _ => Task.CompletedTask);
        var secret = await MintAsync(model);
        await using var client = new TestClient().Header("Authorization", "Bearer " + secret);

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime"));

        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
    }

    [Fact]
    public async Task Secret_opens_no_other_model()
    {
        var (model, _) = GatewayFixture.NewModel();
        var secret = await MintAsync(model);
        await using var client = new TestClient().Subprotocol("realtime", "openai-insecure-api-key." + secret);

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=two"));

        await RefusalTests.ExpectErrorThenCloseAsync(client, "model_not_allowed", WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task Secret_opens_several_sessions_and_each_gets_the_settings()
    {
        var (model, name) = GatewayFixture.NewModel();
        var secret = await MintAsync(model, """{"type":"realtime","model":"MODEL","instructions":"x"}""");
        for (var session = 0; session < 2; session++)
        {
            var accepted = SettingsSessionAsync(name);
            await using var client = new TestClient().Header("Authorization", "Bearer " + secret);
            await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=" + model));
            ((string?)(await accepted)["session"]!["instructions"]).ShouldBe("x");
        }
    }

    [Fact]
    public async Task Settings_that_the_provider_refuses_are_502()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, async side =>
        {
            await side.ReceiveAsync();
            await side.SendAsync("""{"type":"error","event_id":"e","error":{"type":"invalid_request_error","code":"unknown_parameter","message":"Unknown parameter."}}""");
            await side.ReceiveAsync();
        });
        var secret = await MintAsync(model, """{"type":"realtime","model":"MODEL","nonsense":1}""");
        await using var client = new TestClient().Subprotocol("realtime", "openai-insecure-api-key." + secret);

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=" + model));

        await RefusalTests.ExpectErrorThenCloseAsync(client, "upstream_refused", WebSocketCloseStatus.InternalServerError);
    }

    [Theory]
    [InlineData("{", 400, "invalid_json", null)]
    [InlineData("[]", 400, "invalid_json", null)]
    [InlineData("""{"session":{"model":"two","model":"two"}}""", 400, "invalid_json", null)]
    [InlineData("", 400, "missing_required_parameter", "session.model")]
    [InlineData("{}", 400, "missing_required_parameter", "session.model")]
    [InlineData("""{"session":3}""", 400, "invalid_type", "session")]
    [InlineData("""{"session":{"type":"poem","model":"two"}}""", 400, "invalid_value", "session.type")]
    [InlineData("""{"session":{"model":"unheard-of"}}""", 404, "model_not_found", "session.model")]
    [InlineData("""{"session":{"model":"two"},"expires_after":{"seconds":9}}""", 400, "invalid_value", "expires_after.seconds")]
    [InlineData("""{"session":{"model":"two"},"expires_after":{"seconds":7201}}""", 400, "invalid_value", "expires_after.seconds")]
    [InlineData("""{"session":{"model":"two"},"expires_after":{"seconds":1.5}}""", 400, "invalid_value", "expires_after.seconds")]
    [InlineData("""{"session":{"model":"two"},"expires_after":{"anchor":"now"}}""", 400, "invalid_value", "expires_after.anchor")]
    [InlineData("""{"session":{"model":"two"},"expires_after":7}""", 400, "invalid_type", "expires_after")]
    public async Task Wrong_minting_is_refused(string body, int status, string code, string? param)
    {
        using var response = await PostAsync("/v1/realtime/client_secrets", body);

        ((int)response.StatusCode).ShouldBe(status);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["error"]!;
        ((string?)error["code"]).ShouldBe(code);
        ((string?)error["param"]).ShouldBe(param);
    }

    [Theory]
    [InlineData("/v1/realtime/sessions")]
    [InlineData("/v1/realtime/transcription_sessions")]
    public async Task Broken_beta_minting_is_refused(string path)
    {
        using var broken = await PostAsync(path, "{\"model\":");
        using var unknown = await PostAsync(path, """{"model":"unheard-of"}""");

        broken.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Secret_cannot_mint_and_nobody_can_without_a_key()
    {
        var (model, _) = GatewayFixture.NewModel();
        var secret = await MintAsync(model);

        using var bySecret = await PostAsync("/v1/realtime/client_secrets", """{"session":{"model":"two"}}""", secret);
        using var byNobody = await PostAsync("/v1/realtime/client_secrets", """{"session":{"model":"two"}}""", key: null);

        bySecret.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        byNobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<string> MintAsync(string model, string session = """{"type":"realtime","model":"MODEL"}""")
    {
        var body = new JsonObject { ["session"] = JsonNode.Parse(session.Replace("MODEL", model, StringComparison.Ordinal)) };
        return (string)(await MintAsync("/v1/realtime/client_secrets", body))["value"]!;
    }

    private async Task<JsonNode> MintAsync(string path, JsonObject body)
    {
        using var response = await PostAsync(path, body.ToJsonString());
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body, string? key = RunningGateway.MasterKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        return await fixture.Gateway.Http.SendAsync(request, Cancel);
    }

    /// <summary>Plays a provider that takes a session.update as OpenAI does, and says one thing more.</summary>
    private async Task<JsonNode> SettingsSessionAsync(string name)
    {
        var taken = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Provider.OnSession(name, async side =>
        {
            var update = (await side.ReceiveAsync()).Json;
            var updated = new JsonObject { ["type"] = "session.updated", ["event_id"] = "event_p2", ["session"] = update["session"]!.DeepClone() };
            await side.SendAsync(updated.ToJsonString());
            await side.SendAsync("""{"type":"first.after"}""");
            taken.TrySetResult(update);
            await side.ReceiveAsync();
        });
        return await taken.Task.WaitAsync(Wire.Deadline, TimeProvider.System);
    }
}
