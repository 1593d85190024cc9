using System.Net.WebSockets;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Edge;

[Collection(GatewayCollection.Name)]
public sealed class KeyTests(GatewayFixture fixture)
{
    [Theory]
    [InlineData("Authorization", "Bearer sk-master-of-tests")]
    [InlineData("authorization", "bearer sk-master-of-tests")]
    [InlineData("api-key", "sk-master-of-tests")]
    [InlineData("x-litellm-api-key", "sk-master-of-tests")]
    [InlineData("x-litellm-api-key", "Bearer sk-master-of-tests")]
    [InlineData("x-my-key", "Bearer sk-master-of-tests")]
    [InlineData("x-my-key", "sk-master-of-tests")]
    public async Task Key_in_a_header_opens_a_session(string header, string value)
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, _ => Task.CompletedTask);
        await using var client = new TestClient().Header(header, value);

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=" + model));

        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        client.Socket.SubProtocol.ShouldBeNull();
    }

    [Fact]
    public async Task Key_in_the_query_opens_a_session_and_does_not_go_up()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, _ => Task.CompletedTask);
        await using var client = new TestClient();

        await client.ConnectAsync(fixture.Gateway.Url($"/v1/realtime?model={model}&api-key={RunningGateway.MasterKey}&user=me"));

        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        var request = fixture.Provider.Requests.Single(seen => seen.Query.Contains(name, StringComparison.Ordinal));
        request.Query.ShouldBe("?model=" + name);
        request.Headers["Authorization"].ShouldBe("Bearer " + GatewayFixture.ProviderKey);
        request.Headers.Values.ShouldNotContain(value => value.Contains(RunningGateway.MasterKey, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("realtime,openai-insecure-api-key.sk-master-of-tests", "realtime")]
    [InlineData("openai-insecure-api-key.sk-master-of-tests,realtime", "realtime")]
    [InlineData("realtime,openai-insecure-api-key.sk-master-of-tests,openai-beta.realtime-v1", "realtime")]
    [InlineData("openai-insecure-api-key.sk-master-of-tests", "openai-insecure-api-key.sk-master-of-tests")]
    [InlineData("xai-client-secret.sk-master-of-tests", "xai-client-secret.sk-master-of-tests")]
    [InlineData("openai-insecure-api-key.sk-master-of-tests,openai-beta.realtime-v1", "openai-beta.realtime-v1")]
    public async Task Key_in_a_subprotocol_opens_a_session_and_is_echoed_only_when_it_is_alone(string offered, string answered)
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, _ => Task.CompletedTask);
        await using var client = new TestClient().Subprotocol(offered.Split(','));

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=" + model));

        client.Socket.SubProtocol.ShouldBe(answered);
        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
    }

    [Fact]
    public async Task Realtime_is_answered_beside_a_key_in_a_header()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, _ => Task.CompletedTask);
        await using var client = new TestClient().Header("api-key", RunningGateway.MasterKey).Subprotocol("realtime");

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=" + model));

        client.Socket.SubProtocol.ShouldBe("realtime");
    }

    [Fact]
    public async Task Two_subprotocols_that_both_carry_keys_are_not_echoed()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, _ => Task.CompletedTask);
        await using var client = new TestClient().Subprotocol("openai-insecure-api-key.sk-master-of-tests", "xai-client-secret.other");

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=" + model));

        client.Socket.SubProtocol.ShouldBeNull();
        client.Socket.State.ShouldBe(WebSocketState.Open);
    }

    [Theory]
    [InlineData("OpenAI-Beta", "realtime=v1", null)]
    [InlineData("OpenAI-Beta", "assistants=v2, realtime=v1", null)]
    [InlineData(null, null, "openai-beta.realtime-v1")]
    public async Task Beta_client_gets_the_beta_form_and_the_provider_no_beta_header(string? header, string? value, string? subprotocol)
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, _ => Task.CompletedTask);
        await using var client = new TestClient().Header("api-key", RunningGateway.MasterKey);
        if (header is not null)
        {
            client.Header(header, value!);
        }
        else
        {
            client.Subprotocol("realtime", subprotocol!);
        }

        await client.ConnectAsync(fixture.Gateway.Url("/v1/realtime?model=" + model));

        var created = await client.ReceiveAsync();
        created.Type.ShouldBe("session.created");
        created.Json["session"]!["type"].ShouldBeNull();
        fixture.Provider.Requests.Single(seen => seen.Query.Contains(name, StringComparison.Ordinal)).Headers.ShouldNotContainKey("OpenAI-Beta");
    }
}
