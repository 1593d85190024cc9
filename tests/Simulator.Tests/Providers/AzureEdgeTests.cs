using System.Net;
using Realtime.Protocol.Translation;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Providers;

public sealed class AzureEdgeTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    [Theory]
    [InlineData("/openai/v1/realtime?model=voice", true)]
    [InlineData("/openai/v1/realtime?model=voice&api-key=azure-key-123456", false)]
    public async Task Key_in_header_or_query_opens_a_session_in_the_current_form(string path, bool inHeader)
    {
        await using var client = await TestClient.ConnectAsync(simulator.Host, path, options =>
        {
            if (inHeader)
            {
                options.SetRequestHeader("api-key", "azure-key-123456");
            }
        }, key: null);
        await client.UpdateAsync("""{"type":"realtime","audio":{"input":{"transcription":{"model":"my-transcribe-deployment"}}}}""");
        await client.AskAsync("hello");

        client.ShouldAllBeValid(Dialect.Ga);
        var connection = simulator.Host.Connections[^1];
        connection.Provider.ShouldBe("azure");
        (connection.Query + connection.Headers.GetValueOrDefault("api-key")).ShouldNotContain("azure-key");
    }

    [Theory]
    [InlineData("/openai/v1/realtime?model=voice", "sk-invalid", HttpStatusCode.Unauthorized)]
    [InlineData("/openai/v1/realtime?model=voice", null, HttpStatusCode.Unauthorized)]
    [InlineData("/openai/v1/realtime?model=missing-one", "k", HttpStatusCode.NotFound)]
    [InlineData("/openai/v1/realtime?model=chat-model", "k", HttpStatusCode.BadRequest)]
    [InlineData("/openai/realtime?deployment=voice", "k", HttpStatusCode.NotFound)]
    [InlineData("/openai/realtime?api-version=2025-04-01-preview", "k", HttpStatusCode.NotFound)]
    public async Task Bad_handshake_is_refused_by_status(string path, string? key, HttpStatusCode status) =>
        (await OpenAiEdgeTests.RefusalAsync(simulator.Host, path, key)).ShouldBe(status);

    [Fact]
    public async Task Key_in_a_subprotocol_is_no_key() =>
        (await OpenAiEdgeTests.RefusalAsync(simulator.Host, "/openai/v1/realtime?model=voice", null, options =>
        {
            options.AddSubProtocol("realtime");
            options.AddSubProtocol("openai-insecure-api-key.k");
        })).ShouldBe(HttpStatusCode.Unauthorized);
}
