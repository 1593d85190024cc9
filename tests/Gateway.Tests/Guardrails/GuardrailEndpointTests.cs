using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Guardrails;

[Collection(GuardCollection.Name)]
public sealed class GuardrailEndpointTests(GuardFixture fixture)
{
    [Fact]
    public async Task Session_that_is_blocked_at_its_beginning_is_accepted_told_and_closed_as_documented()
    {
        await using var client = new TestClient();
        client.Header("Authorization", "Bearer " + RunningGateway.MasterKey);
        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=closed&guardrails=generic_guardrail_api-pre_call"));

        (await client.ReceiveAsync()).Text.ShouldBe(
            """{"type":"error","error":{"type":"guardrail_error","message":"Guardrail blocked this request: not here"}}""");
        (await client.ReceiveAsync()).CloseCode.ShouldBe(1011);
    }

    [Fact]
    public async Task Guardrail_that_does_not_exist_is_refused_by_name()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/realtime?model=openai&guardrails=nothing");
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Connection"] = "Upgrade", ["Upgrade"] = "websocket", ["Sec-WebSocket-Version"] = "13", ["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ==",
            ["Authorization"] = "Bearer " + RunningGateway.MasterKey,
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await fixture.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        ((string)body!["error"]!["message"]!).ShouldStartWith("The guardrail 'nothing' does not exist.");
    }

    [Fact]
    public async Task Models_own_guardrail_runs_unasked()
    {
        await using var client = await fixture.Gateway.ConnectAsync("guarded");
        await client.ReceiveAsync();

        await client.SendAsync("""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"forbidden"}]}}""");

        (await client.ReceiveAsync()).Json["error"]!["type"]!.ToString().ShouldBe("guardrail_violation");
    }

    [Fact]
    public async Task List_names_all_and_shows_no_secret()
    {
        var (status, body) = await SendAsync(HttpMethod.Get, "/guardrails/list", null);

        status.ShouldBe(HttpStatusCode.OK);
        var entry = body["guardrails"]!.AsArray().First(guardrail => (string)guardrail!["guardrail_name"]! == "aim-pre_call")!;
        ((string)entry["litellm_params"]!["guardrail"]!).ShouldBe("aim");
        ((string)entry["litellm_params"]!["api_key"]!).ShouldBe("****");
        body.ToJsonString().ShouldNotContain("PRIVATE KEY");
    }

    [Fact]
    public async Task List_shows_a_key_what_there_is_and_not_how_to_get_around_it()
    {
        using var made = new HttpRequestMessage(HttpMethod.Post, "/key/generate") { Content = new StringContent("{}") };
        made.Headers.Authorization = new AuthenticationHeaderValue("Bearer", RunningGateway.MasterKey);
        using var answer = await fixture.Gateway.Http.SendAsync(made, TestContext.Current.CancellationToken);
        var key = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["key"]!;

        var (status, body) = await SendAsync(HttpMethod.Get, "/guardrails/list", null, key);

        status.ShouldBe(HttpStatusCode.OK);
        var entry = body["guardrails"]!.AsArray().First(guardrail => (string)guardrail!["guardrail_name"]! == "litellm_content_filter-pre_call")!;
        entry["litellm_params"]!.AsObject().Select(parameter => parameter.Key).ShouldBe(["guardrail", "mode"], ignoreOrder: true);
        body.ToJsonString().ShouldNotContain("forbidden");
        (await SendAsync(HttpMethod.Get, "/guardrails/list", null, "sk-nobody")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("""{"guardrail_name":"aim-pre_call","text":"a hidden thing"}""", 200, "a [MASK] thing")]
    [InlineData("""{"guardrail_name":"aim-pre_call","text":"a forbidden thing","input_type":"response"}""", 400, "no")]
    [InlineData("""{"guardrail_name":"nope","text":"x"}""", 404, "nope")]
    [InlineData("""{"guardrail_name":"aim-pre_call","text":"x","what":1}""", 400, "Unknown parameter: 'what'.")]
    [InlineData("""{"guardrail_name":"aim-pre_call"}""", 400, "Missing required parameter: 'text'.")]
    public async Task Text_can_be_judged_outside_a_session(string form, int status, string expected)
    {
        var (answered, body) = await SendAsync(HttpMethod.Post, "/apply_guardrail", form);

        ((int)answered).ShouldBe(status);
        (status == 200 || (string)body["error"]!["code"]! == answered.ToString("d")).ShouldBeTrue("the envelope's code is the status as text");
        (status == 200 ? (string)body["response_text"]! : (string)body["error"]!["message"]!).ShouldContain(expected);
    }

    [Fact]
    public async Task Description_says_what_to_send_to_judge_a_text()
    {
        var (_, document) = await SendAsync(HttpMethod.Get, "/openapi.json", null);

        document["paths"]!["/apply_guardrail"]!["post"]!["requestBody"].ShouldNotBeNull();
        document["components"]!["schemas"]!["ApplyGuardrailRequest"]!["properties"]!.AsObject().Select(field => field.Key)
            .ShouldBe(["guardrail_name", "text", "input_type"]);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body, string key = RunningGateway.MasterKey)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body);
        using var response = await fixture.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!);
    }
}
