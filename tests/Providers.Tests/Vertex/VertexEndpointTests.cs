using Realtime.Configuration;
using Realtime.Providers.Vertex;

namespace Realtime.Providers.Tests.Vertex;

public sealed class VertexEndpointTests
{
    [Theory]
    [InlineData("europe-west4", null, "wss://europe-west4-aiplatform.googleapis.com/ws/google.cloud.aiplatform.v1.LlmBidiService/BidiGenerateContent")]
    [InlineData("global", null, "wss://aiplatform.googleapis.com/ws/google.cloud.aiplatform.v1.LlmBidiService/BidiGenerateContent")]
    [InlineData(null, null, "wss://us-central1-aiplatform.googleapis.com/ws/google.cloud.aiplatform.v1.LlmBidiService/BidiGenerateContent")]
    [InlineData("global", "http://127.0.0.1:9000", "ws://127.0.0.1:9000/ws/google.cloud.aiplatform.v1.LlmBidiService/BidiGenerateContent")]
    public void The_address_is_the_locations(string? location, string? apiBase, string expected)
    {
        var endpoint = VertexProvider.Endpoint(Requests.Request(Deployment(location) with { ApiBase = apiBase is null ? null : new Uri(apiBase) }), new("a", "b"));

        endpoint.Uri.ToString().ShouldBe(expected);
    }

    [Fact]
    public void The_model_is_named_by_project_and_location()
    {
        VertexProvider.SetupModel(Deployment("global")).ShouldBe("projects/p1/locations/global/publishers/google/models/gemini-live");
        VertexProvider.SetupModel(Deployment(null) with
        {
            Vertex = new VertexOptions { Credentials = new Secret("""{"type":"service_account","project_id":"own"}""") },
        }).ShouldBe("projects/own/locations/us-central1/publishers/google/models/gemini-live");
        VertexProvider.SetupModel(Deployment(null) with { Vertex = VertexOptions.None, ApiKey = new Secret("k") })
            .ShouldBe("publishers/google/models/gemini-live");
    }

    private static Deployment Deployment(string? location) => Requests.Deployment with
    {
        Provider = "vertex_ai", ProviderModel = "gemini-live", ApiKey = null, Vertex = new VertexOptions { Project = "p1", Location = location },
    };
}
