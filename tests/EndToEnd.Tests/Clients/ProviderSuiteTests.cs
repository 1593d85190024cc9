using System.Text.Json;
using Realtime.EndToEnd.Tests.Hosting;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>One suite of conversations on every provider: it differs only where <c>docs/providers.md</c> says so.</summary>
[Collection(nameof(EmbeddedCollection))]
public sealed class ProviderSuiteTests(EmbeddedFixture gateway)
{
    private const string Lost = "drop-without-close=0";
    private const string Picture = "\"You said: a picture\"";
    private const string NoPicture = """{"code":"unsupported_parameter","param":"item.content[0].type"}""";

    // The form of Azure's dated versions knows no pictures, so that the provider itself refuses it.
    private const string NoPictureInBeta = """{"code":"invalid_value","param":"item.content[0].type"}""";

    [Theory]
    [InlineData(ModelConfig.OpenAi, "openai", Lost, Picture)]
    [InlineData(ModelConfig.Azure, "azure", Lost, Picture)]
    [InlineData(ModelConfig.AzurePreview, "azure-preview", Lost, NoPictureInBeta)]
    [InlineData(ModelConfig.Xai, "xai", Lost, NoPicture)]
    [InlineData(ModelConfig.Gemini, "gemini", Lost, Picture)]
    [InlineData(ModelConfig.Vertex, "vertex", Lost, Picture)]
    [InlineData(ModelConfig.Bedrock, "bedrock", "exception=modelTimeoutException", NoPicture)]
    public async Task Calls_cancelled_answers_pictures_settings_and_ten_turns_over_two_connections_are_alike(
        string model, string provider, string fault, string image)
    {
        var before = (await gateway.ProviderConnectionsAsync()).Count(connection => connection.Provider == provider);

        using var seen = JsonDocument.Parse(await ClientScript.RunAsync(gateway, $"openai-suite {provider} {fault}", model));

        var root = seen.RootElement;
        root.GetProperty("calls").GetRawText().ShouldBe("""[["get_weather",{"city":"Oslo"}],["get_time",{}]]""");
        root.GetProperty("both").GetString().ShouldBe("The tool answered: rain and noon");
        root.GetProperty("cancelled").GetRawText().ShouldBe("""["cancelled","client_cancelled"]""");
        root.GetProperty("after").GetString().ShouldBe("after");
        root.GetProperty("image").GetRawText().ShouldBe(image);
        root.GetProperty("instructions").GetString().ShouldBe("Be a cat.");
        root.GetProperty("turns").EnumerateArray().Select(turn => turn.GetString())
            .ShouldBe(Enumerable.Range(1, 10).Select(turn => $"You said: my word {turn}"));
        root.GetProperty("remembered").GetString().ShouldBe("my word 1");
        (await gateway.ProviderConnectionsAsync()).Count(connection => connection.Provider == provider).ShouldBeGreaterThanOrEqualTo(before + 2);
    }
}
