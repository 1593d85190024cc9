using System.Text.Json;
using Realtime.EndToEnd.Tests.Hosting;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>Unmodified public clients hold whole conversations through the gateway. One suite, run on every way of running it.</summary>
public abstract class PublicClientTests(GatewayUnderTest gateway)
{
    [Theory]
    [InlineData("openai-ws", ModelConfig.OpenAi)]
    [InlineData("openai-ws", ModelConfig.Azure)]
    [InlineData("openai-ws", ModelConfig.AzurePreview)]
    [InlineData("openai-ws", ModelConfig.Xai)]
    [InlineData("openai-ws", ModelConfig.Gemini)]
    [InlineData("openai-ws", ModelConfig.Vertex)]
    [InlineData("openai-ws", ModelConfig.Bedrock)]
    [InlineData("openai-native", ModelConfig.OpenAi)]
    [InlineData("openai-azure-ws", ModelConfig.OpenAi)]
    [InlineData("openai-beta-ws", ModelConfig.OpenAi)]
    [InlineData("openai-beta-ws", ModelConfig.AzurePreview)]
    [InlineData("openai-beta-ws", ModelConfig.Xai)]
    [InlineData("openai-beta-ws", ModelConfig.Gemini)]
    [InlineData("openai-beta-ws", ModelConfig.Bedrock)]
    [InlineData("openai-azure-beta-ws", ModelConfig.Azure)]
    [InlineData("openai-azure-beta-ws", ModelConfig.AzurePreview)]
    [InlineData("openai-realtime-api", ModelConfig.OpenAi)]
    [InlineData("openai-realtime-api", ModelConfig.AzurePreview)]
    [InlineData("agents-realtime", ModelConfig.OpenAi)]
    [InlineData("agents-realtime", ModelConfig.AzurePreview)]
    [InlineData("agents-realtime", ModelConfig.Xai)]
    [InlineData("agents-realtime", ModelConfig.Gemini)]
    [InlineData("agents-realtime", ModelConfig.Vertex)]
    [InlineData("agents-realtime", ModelConfig.Bedrock)]
    [InlineData("livekit openai", ModelConfig.OpenAi)]
    [InlineData("livekit openai", ModelConfig.AzurePreview)]
    [InlineData("livekit openai", ModelConfig.Xai)]
    [InlineData("livekit openai", ModelConfig.Gemini)]
    [InlineData("livekit openai", ModelConfig.Bedrock)]
    [InlineData("livekit azure", ModelConfig.Azure)]
    [InlineData("livekit azure-preview", ModelConfig.OpenAi)]
    [InlineData("livekit azure-preview", ModelConfig.AzurePreview)]
    [InlineData("rt-client", ModelConfig.OpenAi)]
    [InlineData("rt-client", ModelConfig.AzurePreview)]
    [InlineData("ws ga", ModelConfig.OpenAi)]
    [InlineData("ws beta", ModelConfig.OpenAi)]
    public async Task Client_of_npm_writes_speaks_calls_a_function_and_interrupts(string client, string model)
    {
        var seen = ClientReport.Parse(await ClientScript.RunAsync(gateway, client, model));

        seen.ShouldBeWhole();
    }

    [Theory]
    [InlineData(ModelConfig.OpenAi)]
    [InlineData(ModelConfig.Azure)]
    [InlineData(ModelConfig.AzurePreview)]
    [InlineData(ModelConfig.Gemini)]
    [InlineData(ModelConfig.Vertex)]
    [InlineData(ModelConfig.Xai)]
    [InlineData(ModelConfig.Bedrock)]
    public async Task Client_OpenAI_of_NuGet_holds_the_same_conversation(string model) =>
        (await OpenAiConversation.HoldAsync(gateway.Address, GatewayUnderTest.MasterKey, model, TestContext.Current.CancellationToken)).ShouldBeWhole();

    [Theory]
    [InlineData(ModelConfig.OpenAi)]
    [InlineData(ModelConfig.AzurePreview)]
    [InlineData(ModelConfig.Gemini)]
    [InlineData(ModelConfig.Bedrock)]
    public async Task Beta_client_OpenAI_of_NuGet_holds_the_same_conversation(string model) =>
        ClientReport.Parse(await BetaProgram.RunAsync(gateway, model)).ShouldBeWhole();

    [Fact]
    public async Task Script_of_LiteLLMs_documentation_gets_a_whole_answer_in_beta_names_from_a_GA_model()
    {
        using var seen = JsonDocument.Parse(await ClientScript.RunAsync(gateway, "litellm-docs", ModelConfig.LiteLlm));

        var root = seen.RootElement;
        root.GetProperty("types").EnumerateArray().Select(type => type.GetString()).Distinct().ShouldBe(
        [
            "session.created", "response.created", "response.output_item.added", "conversation.item.created", "response.content_part.added",
            "response.text.delta", "response.text.done", "response.content_part.done", "response.output_item.done", "response.done",
        ]);
        root.GetProperty("answer").GetString().ShouldBe("Happy to assist you.");
        root.GetProperty("session").GetProperty("modalities").GetArrayLength().ShouldBe(2);
        var response = root.GetProperty("response");
        response.GetProperty("status").GetString().ShouldBe("completed");
        response.GetProperty("modalities").EnumerateArray().Single().GetString().ShouldBe("text");
        response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("type").GetString().ShouldBe("text");
        root.GetProperty("code").GetInt32().ShouldBe(1000);

        var upstream = (await gateway.ProviderConnectionsAsync(ModelConfig.LiteLlmUpstream)).ShouldHaveSingleItem();
        upstream.Path.ShouldBe("/v1/realtime");
        upstream.Headers.Keys.ShouldNotContain("OpenAI-Beta", StringComparer.OrdinalIgnoreCase);
        upstream.Headers.Keys.ShouldNotContain("api-key", StringComparer.OrdinalIgnoreCase);
        upstream.Query.ShouldBe($"?model={ModelConfig.LiteLlmUpstream}");
    }

    [Fact]
    public async Task Script_of_LiteLLMs_documentation_of_guardrails_is_accepted_told_and_closed()
    {
        using var seen = JsonDocument.Parse(await ClientScript.RunAsync(gateway, "guardrail-docs", ModelConfig.OpenAi));

        seen.RootElement.GetProperty("code").GetInt32().ShouldBe(1011);
        seen.RootElement.GetProperty("events").GetRawText().ShouldBe(
            """[{"type":"error","error":{"type":"guardrail_error","message":"Guardrail blocked this request: The guardrail 'away' is not available."}}]""");
    }
}
