using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>What the gateway checks within a session, which goes on whatever it finds.</summary>
[Collection(GatewayCollection.Name)]
public sealed class EventCheckTests(GatewayFixture fixture)
{
    [Theory]
    [InlineData("", null)]
    [InlineData("hello", null)]
    [InlineData("[1]", null)]
    [InlineData("{\"type\":\"x\"", null)]
    [InlineData("{\"type\":\"x\"} {}", null)]
    [InlineData("{\"event_id\":\"mine\"}", "mine")]
    [InlineData("{\"type\":7,\"event_id\":\"mine\"}", "mine")]
    [InlineData("{\"event_id\":\"mine\",\"type\":\"a\",\"type\":\"b\"}", "mine")]
    public async Task Malformed_event_is_answered_with_its_event_id_and_goes_nowhere(string text, string? eventId)
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();

        await client.SendAsync(text);
        await client.SendAsync("""{"type":"next"}""");

        var error = await client.ReceiveAsync();
        error.Type.ShouldBe("error");
        ((string?)error.Json["error"]!["type"]).ShouldBe("invalid_request_error");
        ((string?)error.Json["error"]!["event_id"]).ShouldBe(eventId);
        (await provider.ReceiveAsync()).Type.ShouldBe("next");
    }

    [Theory]
    [InlineData("""{"type":"session.update","session":{"type":"realtime","model":"named"}}""", "session.model")]
    [InlineData("""{"type":"response.create","response":{"model":"named"}}""", "response.model")]
    [InlineData("""{"type":"session.update","session":{"audio":{"input":{"transcription":{"model":"named"}}}}}""", null)]
    public async Task Configured_name_goes_up_as_the_providers(string text, string? place)
    {
        var accepted = fixture.Provider.NextSessionAsync("provider-name");
        await using var client = await fixture.Gateway.ConnectAsync("named");
        using var provider = await accepted;
        await client.ReceiveAsync();

        await client.SendAsync(text);

        (await provider.ReceiveAsync()).Text.ShouldBe(
            text.Replace("\"named\"", "\"provider-name\"", StringComparison.Ordinal), place);
    }

    [Theory]
    [InlineData("""{"type":"session.update","event_id":"e1","session":{"type":"realtime","model":"two"}}""", "invalid_value", "session.model")]
    [InlineData("""{"type":"session.update","event_id":"e1","session":{"model":"unheard-of"}}""", "model_not_found", "session.model")]
    [InlineData("""{"type":"session.update","event_id":"e1","session":{"model":"named","model":"two"}}""", "invalid_value", "session.model")]
    [InlineData("""{"type":"session.update","event_id":"e1","session":{"mod\u0065l":"two"}}""", "invalid_value", "session.model")]
    [InlineData("""{"type":"session.update","event_id":"e1","session":{"model":"tw\u006f"}}""", "invalid_value", "session.model")]
    [InlineData("""{"type":"session.update","event_id":"e1","session":{},"session":{"model":"two"}}""", "invalid_value", "session.model")]
    [InlineData("""{"type":"response.create","event_id":"e1","response":{"model":"two"}}""", "invalid_value", "response.model")]
    public async Task Other_model_in_an_event_is_refused_and_the_session_goes_on(string text, string code, string param)
    {
        var accepted = fixture.Provider.NextSessionAsync("provider-name");
        await using var client = await fixture.Gateway.ConnectAsync("named");
        using var provider = await accepted;
        await client.ReceiveAsync();

        await client.SendAsync(text);
        await client.SendAsync("""{"type":"next"}""");

        var error = await client.ReceiveAsync();
        ((string?)error.Json["error"]!["code"]).ShouldBe(code);
        ((string?)error.Json["error"]!["param"]).ShouldBe(param);
        ((string?)error.Json["error"]!["event_id"]).ShouldBe("e1");
        (await provider.ReceiveAsync()).Type.ShouldBe("next");
    }

    [Fact]
    public async Task Error_event_of_the_provider_loses_its_keys_and_hosts_and_nothing_else()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();

        await provider.SendAsync(
            """{"type":"error","event_id":"e", "error":{"type":"server_error","code":"x","message":"Key sk-abc123def at https://res.openai.azure.com/x failed", "param":null,"event_id":"mine"}}""");

        (await client.ReceiveAsync()).Text.ShouldBe(
            """{"type":"error","event_id":"e", "error":{"type":"server_error","code":"x","message":"Key [redacted] at [redacted] failed", "param":null,"event_id":"mine"}}""");
    }
}
