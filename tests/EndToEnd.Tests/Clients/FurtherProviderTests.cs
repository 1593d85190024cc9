using Realtime.EndToEnd.Tests.Hosting;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>Whole conversations on providers that speak OpenAI's dialect and need configuration alone: the right address, the right credential.</summary>
[Collection(nameof(EmbeddedCollection))]
public sealed class FurtherProviderTests(EmbeddedFixture gateway)
{
    [Theory]
    [InlineData(ModelConfig.Vllm, "qwen-omni", "/v1/realtime", "authorization")]
    [InlineData(ModelConfig.Foundry, "gpt-realtime-foundry", "/openai/v1/realtime", "api-key")]
    [InlineData(ModelConfig.DashScope, "qwen3-omni-flash-realtime", "/api-ws/v1/realtime", "authorization")]
    public async Task Client_of_npm_holds_a_whole_conversation(string model, string upstream, string path, string credential)
    {
        ClientReport.Parse(await ClientScript.RunAsync(gateway, "openai-ws", model)).ShouldBeWhole();

        var connection = (await gateway.ProviderConnectionsAsync(upstream)).ShouldHaveSingleItem();
        connection.Path.ShouldBe(path);
        connection.Query.ShouldBe($"?model={upstream}");
        string[] credentials = ["authorization", "api-key"];
        connection.Headers.Keys.Select(name => name.ToLowerInvariant()).Where(name => credentials.Contains(name)).ShouldBe([credential]);
    }
}
