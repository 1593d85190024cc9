using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Realtime.Protocol.Translation;
using Realtime.Simulator.Hosting;
using Realtime.Testing.Schemas;

namespace Realtime.Simulator.Tests.Support;

/// <summary>A plain client that keeps everything it was sent.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket;
    private readonly Channel<JsonObject> _events = Channel.CreateUnbounded<JsonObject>();
    private readonly List<JsonObject> _all = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _reading;

    private TestClient(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    public IReadOnlyList<JsonObject> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    public string? SubProtocol => _socket.SubProtocol;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    /// <summary>Why reading ended, when it did so without a close frame.</summary>
    public Exception? Failure { get; private set; }

    public List<byte[]> Binary { get; } = [];

    public static async Task<TestClient> ConnectAsync(SimulatorHost host, string pathAndQuery, Action<ClientWebSocketOptions>? configure = null, string? key = "sk-test-0123456789")
    {
        var socket = new ClientWebSocket();
        if (key is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + key);
        }

        configure?.Invoke(socket.Options);
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await socket.ConnectAsync(new UriBuilder(new Uri(host.BaseAddress, pathAndQuery)) { Scheme = "ws" }.Uri, deadline.Token);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new(socket);
    }

    public Task SendAsync(JsonObject clientEvent) => SendTextAsync(clientEvent.ToJsonString());

    public Task SendTextAsync(string json) => _socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task SendBinaryAsync(byte[] bytes) => _socket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None);

    public Task SendAsync(string type, params (string Name, JsonNode? Value)[] members)
    {
        var clientEvent = new JsonObject { ["type"] = type };
        foreach (var (name, value) in members)
        {
            clientEvent[name] = value;
        }

        return SendAsync(clientEvent);
    }

    /// <summary>Adds a user's text.</summary>
    public Task SayAsync(string text, string? id = null)
    {
        var item = new JsonObject { ["type"] = "message", ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = text }) };
        if (id is not null)
        {
            item["id"] = id;
        }

        return SendAsync("conversation.item.create", ("item", item));
    }

    /// <summary>Adds a user's text, asks for a response and waits for its end.</summary>
    public async Task<JsonObject> AskAsync(string text, JsonObject? response = null)
    {
        await SayAsync(text);
        await SendAsync("response.create", ("response", response ?? []));
        return await NextAsync("response.done");
    }

    public Task SendAudioAsync(byte[] audio) => SendAsync("input_audio_buffer.append", ("audio", Convert.ToBase64String(audio)));

    /// <summary>Waits for the next event of a type and gives it, passing over others.</summary>
    public async Task<JsonObject> NextAsync(string type)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            while (true)
            {
                var next = await _events.Reader.ReadAsync(deadline.Token);
                if (next["type"]!.GetValue<string>() == type)
                {
                    return next;
                }
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            throw new ShouldAssertException($"No '{type}' came. What came: {string.Join(", ", All.Select(e => e["type"]))}. {All.LastOrDefault(e => e["type"]?.ToString() == "error")?.ToJsonString()}");
        }
    }

    /// <summary>Changes the session and waits until that was done.</summary>
    public async Task<JsonObject> UpdateAsync(string sessionJson)
    {
        await SendAsync("session.update", ("session", JsonNode.Parse(sessionJson)));
        return (JsonObject)(await NextAsync("session.updated"))["session"]!;
    }

    /// <summary>Waits until the server has ended the connection.</summary>
    public Task EndAsync() => _reading.WaitAsync(Deadline);

    public IReadOnlyList<string> Types => [.. All.Select(e => e["type"]!.GetValue<string>())];

    public IReadOnlyList<JsonObject> Of(string type) => [.. All.Where(e => e["type"]!.GetValue<string>() == type)];

    public void ShouldAllBeValid(Dialect dialect)
    {
        All.ShouldNotBeEmpty();
        All.SelectMany(e => RealtimeSchemas.ValidateServerEvent(e.ToJsonString(), dialect).Select(problem => $"{e["type"]}: {problem}")).ShouldBeEmpty();
        All.Select(e => e["event_id"]!.GetValue<string>()).ShouldBeUnique();
    }

    public async Task CloseAsync(WebSocketCloseStatus code = WebSocketCloseStatus.NormalClosure, string reason = "bye")
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _socket.CloseOutputAsync(code, reason, deadline.Token);
        await _reading.WaitAsync(Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer, _end.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                message.Write(buffer, 0, read.Count);
                if (read.EndOfMessage)
                {
                    Take(message.ToArray(), read.MessageType);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException)
        {
            Failure = failure;
        }

        _events.Writer.TryComplete();
    }

    private void Take(byte[] message, WebSocketMessageType type)
    {
        if (type == WebSocketMessageType.Binary)
        {
            Binary.Add(message);
            return;
        }

        var read = (JsonObject)JsonNode.Parse(message)!;
        lock (_all)
        {
            _all.Add(read);
        }

        _events.Writer.TryWrite(read);
    }
}
