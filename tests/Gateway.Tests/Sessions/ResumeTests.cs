using System.Text.Json;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>A client that lost its connection returns to its session.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ResumeTests(GatewayFixture fixture)
{
    private const string Header = "x-realtime-resume-token";

    [Fact]
    public async Task Client_gets_the_same_session_and_each_event_once()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        await provider.SendAsync(Delta(1));
        (await client.ReceiveAsync()).Text.ShouldBe(Delta(1));
        var (session, token) = (HeaderOf(client, "x-realtime-session-id"), HeaderOf(client, Header));

        // Without a close frame, which would end the session.
        client.Socket.Abort();
        await client.DisposeAsync();
        await provider.SendAsync(Delta(2));
        await provider.SendAsync(Delta(3));
        await using var again = await ReturnAsync(token, "e1");
        await provider.SendAsync(Delta(4));

        HeaderOf(again, "x-realtime-session-id").ShouldBe(session);
        HeaderOf(again, Header).ShouldNotBe(token);
        foreach (var number in Enumerable.Range(2, 3))
        {
            (await again.ReceiveAsync()).Text.ShouldBe(Delta(number));
        }

        await again.SendAsync("""{"type":"something.new","event_id":"c1"}""");
        (await provider.ReceiveAsync()).Type.ShouldBe("something.new");
        await again.CloseAsync();
        (await provider.ReceiveAsync()).IsClose.ShouldBeTrue();
    }

    [Fact]
    public async Task Token_that_is_used_or_comes_without_its_key_or_is_none_is_refused()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        var token = HeaderOf(client, Header);

        (await RefusedAsync(token, key: null)).ShouldBe((401, "invalid_api_key"));
        await using var second = await ReturnAsync(token, "event_p1");
        (await client.ReceiveAsync()).CloseCode.ShouldBe(1001);
        (await RefusedAsync(token)).ShouldBe((403, "invalid_resume_token"));
        (await RefusedAsync("nonsense")).ShouldBe((400, "invalid_resume_token"));
        (await RefusedAsync(HeaderOf(second, Header), lastEventId: "unknown")).ShouldBe((409, "resume_gap"));

        var last = HeaderOf(second, Header);
        await second.CloseAsync();
        (await provider.ReceiveAsync()).IsClose.ShouldBeTrue();
        await Eventually.TrueAsync(async () => await RefusedAsync(last) == (410, "resume_expired"), Wire.Deadline);
    }

    [Fact]
    public async Task Browser_that_asks_is_told_its_token_by_an_event_and_one_that_does_not_has_none()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = Browser();
        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?resumable=true&model=" + Uri.EscapeDataString(model)));
        using var provider = await accepted;
        var told = JsonDocument.Parse((await client.ReceiveAsync()).Text).RootElement;
        told.GetProperty("type").GetString().ShouldBe("session.resume_token");
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        await provider.SendAsync("""{"type":"of.no.id"}""");
        var numbered = JsonDocument.Parse((await client.ReceiveAsync()).Text).RootElement.GetProperty("event_id").GetString();

        client.Socket.Abort();
        await provider.SendAsync(Delta(1));
        await using var again = Browser();
        await again.ConnectAsync(fixture.Gateway.Url(
            $"/v1/realtime?resume={told.GetProperty("resume_token").GetString()}&last_event_id={numbered}&model=any"));

        (await again.ReceiveAsync()).Type.ShouldBe("session.resume_token");
        (await again.ReceiveAsync()).Text.ShouldBe(Delta(1));

        var (otherModel, otherName) = GatewayFixture.NewModel();
        var other = fixture.Provider.NextSessionAsync(otherName);
        await using var plain = Browser();
        await plain.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=" + Uri.EscapeDataString(otherModel)));
        using var otherProvider = await other;
        plain.ResponseHeaders.ContainsKey(Header).ShouldBeFalse();
        (await plain.ReceiveAsync()).Type.ShouldBe("session.created");
        plain.Socket.Abort();
        (await otherProvider.ReceiveAsync(TimeSpan.FromSeconds(10))).IsClose.ShouldBeTrue();
    }

    private static TestClient Browser() => new TestClient().Subprotocol("realtime", "openai-insecure-api-key." + RunningGateway.MasterKey);

    private static string Delta(int number) =>
        $$"""{"type":"response.output_audio.delta","event_id":"e{{number}}","response_id":"r1","delta":"AAAA"}""";

    private static string HeaderOf(TestClient client, string name) => client.ResponseHeaders[name].Single();

    private async Task<TestClient> ReturnAsync(string token, string lastEventId)
    {
        var client = new TestClient().Header("Authorization", "Bearer " + RunningGateway.MasterKey);
        await client.ConnectAsync(fixture.Gateway.Url($"/v1/realtime?resume={token}&last_event_id={lastEventId}"));
        return client;
    }

    private async Task<(int Status, string? Code)> RefusedAsync(string token, string? key = RunningGateway.MasterKey, string lastEventId = "event_p1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/realtime?resume={token}&last_event_id={lastEventId}");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }

        using var response = await fixture.Gateway.Http.SendAsync(request);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, body.RootElement.GetProperty("error").GetProperty("code").GetString());
    }
}
