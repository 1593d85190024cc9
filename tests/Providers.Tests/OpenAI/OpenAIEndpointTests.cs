using Realtime.Protocol.Translation;
using Realtime.Providers.OpenAI;

namespace Realtime.Providers.Tests.OpenAI;

public sealed class OpenAIEndpointTests
{
    [Fact]
    public void Endpoint_names_the_model_and_the_key_and_nothing_of_the_client()
    {
        var endpoint = OpenAIProvider.Endpoint(Requests.Request(Requests.Deployment));

        endpoint.Uri.AbsoluteUri.ShouldBe("wss://api.openai.com/v1/realtime?model=gpt-realtime");
        endpoint.Headers.ShouldBe([KeyValuePair.Create("Authorization", "Bearer sk-secret")]);
    }

    [Fact]
    public void Organization_and_the_beta_form_go_in_headers()
    {
        var endpoint = OpenAIProvider.Endpoint(
            Requests.Request(Requests.Deployment with { Organization = "org-1", Dialect = Dialect.Beta }));

        endpoint.Headers.ShouldContain(KeyValuePair.Create("OpenAI-Organization", "org-1"));
        endpoint.Headers.ShouldContain(KeyValuePair.Create("OpenAI-Beta", "realtime=v1"));
    }

    [Fact]
    public void Transcription_names_the_intent_in_place_of_the_model() =>
        OpenAIProvider.Endpoint(Requests.Request(Requests.Deployment, "transcription")).Uri.Query.ShouldBe("?intent=transcription");

    [Fact]
    public void Compatible_base_without_a_key_gets_no_credential()
    {
        var endpoint = OpenAIProvider.Endpoint(
            Requests.Request(Requests.Deployment with { ApiKey = null, ApiBase = new Uri("http://127.0.0.1:9000") }));

        endpoint.Uri.AbsoluteUri.ShouldBe("ws://127.0.0.1:9000/v1/realtime?model=gpt-realtime");
        endpoint.Headers.ShouldBeEmpty();
    }
}
