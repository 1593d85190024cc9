using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Providers;

/// <summary>A client that holds a conversation and keeps what it was told.</summary>
internal sealed class NovaClient(TestClient socket) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Everything that came.</summary>
    public List<JsonObject> Events { get; } = [];

    public static async Task<NovaClient> ConnectAsync(RunningGateway gateway, string model)
    {
        var client = new NovaClient(await gateway.ConnectAsync(model));
        await client.NextAsync("session.created");
        return client;
    }

    public Task SendAsync(string json) => socket.SendAsync(json);

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

    /// <summary>Says something and reads the answer. One that the provider cuts is asked for again by the session.</summary>
    public async Task<string> AskAsync(string text)
    {
        await SayAsync(text);
        return await AnswerAsync();
    }

    public async Task<string> AnswerAsync()
    {
        await SendAsync("""{"type":"response.create"}""");
        JsonObject response;
        do
        {
            response = (await NextAsync("response.done"))["response"]!.AsObject();
        }
        while (response["status_details"]?["error"]?["code"]?.GetValue<string>() == "upstream_lost");

        response["status"]!.GetValue<string>().ShouldBe("completed", response.ToJsonString());
        return response["output"]![0]!["content"]?[0]?["transcript"]?.GetValue<string>() ?? "";
    }

    /// <summary>Reads on to the next event of a type.</summary>
    public async Task<JsonObject> NextAsync(string type)
    {
        while (true)
        {
            var received = await socket.ReceiveAsync(Patience);
            received.IsClose.ShouldBeFalse($"closed while waiting for {type}");
            var json = JsonNode.Parse(received.Text)!.AsObject();
            Events.Add(json);
            var found = json["type"]!.GetValue<string>();
            (found == "error" && type != "error").ShouldBeFalse(json.ToJsonString());
            if (found == type)
            {
                return json;
            }
        }
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();
}
