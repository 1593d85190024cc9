using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Realtime.Simulator.Hosting;

namespace Realtime.Simulator.Tests.Support;

/// <summary>A plain client of Gemini's Live API.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    public const string Path = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();

    public (int Code, string Reason) Close { get; private set; }

    public List<JsonObject> Received { get; } = [];

    public static async Task<LiveClient> ConnectAsync(SimulatorHost host, string key = "k-0123456789", string path = Path)
    {
        var client = new LiveClient();
        client._socket.Options.SetRequestHeader("x-goog-api-key", key);
        using var deadline = new CancellationTokenSource(Deadline);
        await client._socket.ConnectAsync(new UriBuilder(new Uri(host.BaseAddress, path)) { Scheme = "ws" }.Uri, deadline.Token);
        return client;
    }

    public static async Task<LiveClient> StartAsync(SimulatorHost host, string setup = "", string model = "gemini-3.8-live")
    {
        var client = await ConnectAsync(host);
        await client.SendAsync("{\"setup\":{\"model\":\"models/" + model + "\"" + setup + "}}");
        await client.NextAsync("setupComplete");
        return client;
    }

    public Task SendAsync(string json) => _socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Waits for a message with a member, or a member of its content.</summary>
    public async Task<JsonObject> NextAsync(string member)
    {
        while (await ReadAsync() is { } message)
        {
            if (message.ContainsKey(member) || (message["serverContent"] as JsonObject)?.ContainsKey(member) == true)
            {
                return message;
            }
        }

        throw new ShouldAssertException($"No '{member}' came but the close {Close}. {string.Join('\n', Received.Select(message => message.ToJsonString()))}");
    }

    public async Task<(int Code, string Reason)> EndAsync()
    {
        while (await ReadAsync() is not null)
        {
        }

        return Close;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonObject?> ReadAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var whole = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var read = await _socket.ReceiveAsync(buffer, deadline.Token);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                Close = ((int)_socket.CloseStatus!, _socket.CloseStatusDescription ?? "");
                return null;
            }

            read.MessageType.ShouldBe(WebSocketMessageType.Binary);
            whole.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
            {
                var message = (JsonObject)JsonNode.Parse(whole.ToArray())!;
                Received.Add(message);
                return message;
            }
        }
    }
}
