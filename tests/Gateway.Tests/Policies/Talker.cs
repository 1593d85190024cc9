using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Policies;

/// <summary>A client that has turns.</summary>
internal sealed class Talker(TestClient client) : IAsyncDisposable
{
    public TestClient Client => client;

    /// <summary>Reads on until an event of a type comes.</summary>
    public async Task<JsonNode> NextAsync(params string[] types)
    {
        while (true)
        {
            var received = await client.ReceiveAsync();
            received.IsClose.ShouldBeFalse($"closed with {received.CloseCode} {received.CloseReason} while waiting for {string.Join(", ", types)}");
            if (types.Contains(received.Type))
            {
                return received.Json;
            }
        }
    }

    public Task AskAsync() => client.SendAsync("""{"type":"response.create","response":{"output_modalities":["text"]}}""");

    /// <summary>Asks, and gives the answer or the error.</summary>
    public async Task<JsonNode> TurnAsync()
    {
        await AskAsync();
        return await NextAsync("response.done", "error");
    }

    /// <summary>Reads on until the close, and gives the last error and the code.</summary>
    public async Task<(JsonNode? Error, int Code)> EndAsync()
    {
        JsonNode? error = null;
        while (true)
        {
            var received = await client.ReceiveAsync();
            if (received.IsClose)
            {
                return (error, received.CloseCode);
            }

            error = received.Type == "error" ? received.Json["error"] : error;
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
