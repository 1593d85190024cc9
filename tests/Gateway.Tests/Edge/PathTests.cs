using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Edge;

[Collection(GatewayCollection.Name)]
public sealed class PathTests(GatewayFixture fixture)
{
    [Theory]
    [InlineData("/v1/realtime?model=")]
    [InlineData("/realtime?model=")]
    [InlineData("/openai/v1/realtime?model=")]
    [InlineData("/openai/realtime?api-version=2024-10-01-preview&deployment=")]
    public async Task Every_path_opens_a_session(string path)
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, _ => Task.CompletedTask);
        await using var client = new TestClient().Header("api-key", RunningGateway.MasterKey);

        await client.ConnectAsync(fixture.Gateway.Url(path + Uri.EscapeDataString(model)));

        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        client.ResponseHeaders.ShouldContainKey("x-realtime-session-id");
    }

    [Theory]
    [InlineData("/openai/realtime?api-version=2024-10-01-preview&deployment=", true)]
    [InlineData("/openai/v1/realtime?model=", false)]
    [InlineData("/openai/v1/realtime?api-version=preview&model=", false)]
    public async Task Azures_dated_form_means_the_beta_dialect_and_its_current_form_does_not(string path, bool beta)
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession(name, _ => Task.CompletedTask);
        await using var client = new TestClient().Header("api-key", RunningGateway.MasterKey);

        await client.ConnectAsync(fixture.Gateway.Url(path + Uri.EscapeDataString(model)));

        var session = (await client.ReceiveAsync()).Json["session"]!.AsObject();
        session.ContainsKey("type").ShouldBe(!beta);
    }

    [Fact]
    public async Task Openai_provider_gets_its_path_model_organization_and_the_extras_of_the_configuration()
    {
        fixture.Provider.OnSession("provider-name", _ => Task.CompletedTask);

        await using var client = await fixture.Gateway.ConnectAsync("named");

        var request = fixture.Provider.Requests.Last(seen => seen.Query.Contains("provider-name", StringComparison.Ordinal));
        request.Path.ShouldBe("/v1/realtime");
        request.Query.ShouldBe("?model=provider-name&flavour=sweet");
        request.Headers["OpenAI-Organization"].ShouldBe("org-1");
        request.Headers["x-extra"].ShouldBe("yes-please");
    }

    [Fact]
    public async Task Azure_preview_deployment_gets_its_dated_path_and_api_key()
    {
        fixture.Provider.OnSession("dep1", _ => Task.CompletedTask);

        await using var client = await fixture.Gateway.ConnectAsync("azure-preview");

        var request = fixture.Provider.Requests.Last(seen => seen.Query.Contains("dep1", StringComparison.Ordinal));
        request.Path.ShouldBe("/openai/realtime");
        request.Query.ShouldBe("?api-version=2024-10-01-preview&deployment=dep1");
        request.Headers["api-key"].ShouldBe(GatewayFixture.ProviderKey);
        request.Headers.ShouldNotContainKey("Authorization");
    }

    [Fact]
    public async Task Azure_deployment_of_the_current_form_gets_its_path_and_api_key()
    {
        fixture.Provider.OnSession("dep2", _ => Task.CompletedTask);

        await using var client = await fixture.Gateway.ConnectAsync("azure-ga");

        var request = fixture.Provider.Requests.Last(seen => seen.Query.Contains("dep2", StringComparison.Ordinal));
        request.Path.ShouldBe("/openai/v1/realtime");
        request.Query.ShouldBe("?model=dep2");
        request.Headers["api-key"].ShouldBe(GatewayFixture.ProviderKey);
    }

    [Fact]
    public async Task Transcription_intent_goes_up_in_place_of_the_model()
    {
        var (model, name) = GatewayFixture.NewModel();
        fixture.Provider.OnSession("", _ => Task.CompletedTask);
        await using var client = new TestClient().Header("api-key", RunningGateway.MasterKey);

        await client.ConnectAsync(fixture.Gateway.Url($"/v1/realtime?intent=transcription&model={model}"));

        (await client.ReceiveAsync()).Type.ShouldBe("session.created");
        fixture.Provider.Requests.ShouldContain(seen => seen.Query == "?intent=transcription");
        fixture.Provider.Requests.ShouldNotContain(seen => seen.Query.Contains(name, StringComparison.Ordinal));
    }
}
