using Realtime.Configuration;
using Realtime.Protocol.Translation;
using Realtime.Providers.Azure;

namespace Realtime.Providers.Tests.Azure;

public sealed class AzureEndpointTests
{
    private static readonly KeyValuePair<string, string> _credential = new("api-key", "secret");

    private static readonly Deployment _preview = Requests.Deployment with
    {
        Provider = "azure",
        ApiBase = new Uri("https://res.openai.azure.com"),
        ApiVersion = "2025-04-01-preview",
        Dialect = Dialect.Beta,
    };

    private static readonly Deployment _current = _preview with { ApiVersion = null, Dialect = Dialect.Ga };

    [Theory]
    [InlineData("https://res.openai.azure.com")]
    [InlineData("https://res.openai.azure.com/")]
    [InlineData("https://res.openai.azure.com/openai")]
    [InlineData("https://res.openai.azure.com/openai/v1/")]
    [InlineData("https://res.openai.azure.com/openai/v1/realtime")]
    [InlineData("https://res.openai.azure.com/openai/realtime?api-version=2024-10-01-preview")]
    public void Both_forms_come_from_every_way_to_write_the_base(string apiBase)
    {
        AzureProvider.Endpoint(Requests.Request(_preview with { ApiBase = new Uri(apiBase) }), _credential).Uri.AbsoluteUri
            .ShouldBe("wss://res.openai.azure.com/openai/realtime?api-version=2025-04-01-preview&deployment=gpt-realtime");
        AzureProvider.Endpoint(Requests.Request(_current with { ApiBase = new Uri(apiBase) }), _credential).Uri.AbsoluteUri
            .ShouldBe("wss://res.openai.azure.com/openai/v1/realtime?model=gpt-realtime");
    }

    [Fact]
    public void Base_behind_a_proxy_keeps_its_path_and_port() =>
        AzureProvider.Endpoint(Requests.Request(_current with { ApiBase = new Uri("http://proxy:8080/azure/openai") }), _credential).Uri.AbsoluteUri
            .ShouldBe("ws://proxy:8080/azure/openai/v1/realtime?model=gpt-realtime");

    [Fact]
    public void Transcription_keeps_the_dated_forms_deployment_and_takes_the_current_forms_model()
    {
        AzureProvider.Endpoint(Requests.Request(_preview, "transcription"), _credential).Uri.Query
            .ShouldBe("?api-version=2025-04-01-preview&deployment=gpt-realtime&intent=transcription");
        AzureProvider.Endpoint(Requests.Request(_current, "transcription"), _credential).Uri.Query.ShouldBe("?intent=transcription");
    }

    [Fact]
    public void Credential_is_the_only_header() =>
        AzureProvider.Endpoint(Requests.Request(_current), _credential).Headers.ShouldBe([_credential]);
}
