using System.Text.Json.Nodes;

namespace Realtime.Gateway.Tests.Running;

/// <summary>A client that talks in text and keeps every event it was sent.</summary>
internal sealed class TalkingClient(TestClient client) : IAsyncDisposable
{
    public List<JsonNode> Events { get; } = [];

    public static async Task<TalkingClient> StartAsync(RunningGateway gateway, string model, string session = """{"type":"realtime","output_modalities":["text"]}""")
    {
        var talking = new TalkingClient(await gateway.ConnectAsync(model));
        await talking.UntilAsync("session.created");
        await talking.SendAsync($$"""{"type":"session.update","session":{{session}}}""");
        await talking.UntilAsync("session.updated");
        return talking;
    }

    public Task SendAsync(string json) => client.SendAsync(json);

    public Task SayAsync(string text) => SendAsync(new JsonObject
    {
        ["type"] = "conversation.item.create",
        ["item"] = new JsonObject
        {
            ["type"] = "message",
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }),
        },
    }.ToJsonString());

    /// <summary>Says something and waits for the words of the answer.</summary>
    public async Task<string> AskAsync(string text)
    {
        await SayAsync(text);
        await SendAsync("""{"type":"response.create"}""");
        return await AnswerAsync();
    }

    /// <summary>Waits for the end of a completed response, and returns its words.</summary>
    public async Task<string> AnswerAsync()
    {
        var done = await UntilAsync("response.done", done => (string?)done["response"]!["status"] == "completed");
        var part = done["response"]!["output"]![0]!["content"]![0]!;
        return (string?)part["text"] ?? (string?)part["transcript"] ?? "";
    }

    /// <summary>Reads on until an event of this type.</summary>
    public async Task<JsonNode> UntilAsync(string type, Func<JsonNode, bool>? match = null)
    {
        while (true)
        {
            var received = await client.ReceiveAsync();
            received.IsClose.ShouldBeFalse($"closed with {received.CloseCode} {received.CloseReason} while waiting for {type}; last: {Events.LastOrDefault()?.ToJsonString()}");
            Events.Add(received.Json);
            if (received.Type == type && match?.Invoke(received.Json) != false)
            {
                return received.Json;
            }
        }
    }

    public Task<Received> CloseAsync() => client.ReceiveCloseAsync();

    public Task<Received> ReceiveAsync() => client.ReceiveAsync();

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
