using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>A client in conversation with the simulated model, that returns to its session when it loses its connection.</summary>
internal sealed class TalkingClient : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly HashSet<string> _eventIds = new(StringComparer.Ordinal);
    private readonly StringBuilder _text = new();
    private ClientWebSocket _socket = new();
    private string? _token;
    private string? _lastEventId;

    public required int Gateway { get; set; }

    /// <summary>Whether the client goes to another gateway when its connection is lost or closed with 1012.</summary>
    public int? ReturnsTo { get; set; }

    /// <summary>How often it has returned.</summary>
    public int Returns { get; private set; }

    /// <summary>How many responses were cut and asked for again.</summary>
    public int Cuts { get; private set; }

    /// <summary>Whether text of a running response has come.</summary>
    public bool IsHearing => _text.Length > 0;

    public static async Task<TalkingClient> OpenAsync(int gateway)
    {
        var client = new TalkingClient { Gateway = gateway };
        await client.ConnectAsync("model=talk");
        (await client.ReceiveAsync()).GetProperty("type").GetString().ShouldBe("session.created");
        return client;
    }

    /// <summary>Says something and gives the answer, whatever is lost meanwhile.</summary>
    public async Task<string> SayAsync(string text)
    {
        var quoted = JsonSerializer.Serialize(text);
        _text.Clear();
        await SendAsync($$$"""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":{{{quoted}}}}]}}""");
        await SendAsync("""{"type":"response.create","response":{"output_modalities":["text"]}}""");
        string? responseId = null;
        while (true)
        {
            var message = await ReceiveAsync();
            switch (message.GetProperty("type").GetString())
            {
                case "response.created":
                    responseId = message.GetProperty("response").GetProperty("id").GetString();
                    _text.Clear();
                    break;
                case "response.output_text.delta":
                    message.GetProperty("response_id").GetString().ShouldBe(responseId);
                    _text.Append(message.GetProperty("delta").GetString());
                    break;
                case "response.done":
                    var response = message.GetProperty("response");
                    response.GetProperty("id").GetString().ShouldBe(responseId);
                    if (response.GetProperty("status").GetString() == "completed")
                    {
                        return _text.ToString();
                    }

                    response.GetProperty("status_details").GetProperty("error").GetProperty("code").GetString().ShouldBe("upstream_lost");
                    Cuts++;
                    break;
                case "error":
                    throw new InvalidOperationException(message.ToString());
            }
        }
    }

    /// <summary>Listens until the gateway has let the client go and it has returned.</summary>
    public async Task ListenUntilReturnedAsync()
    {
        while (Returns == 0)
        {
            await ReceiveAsync(readsOn: false);
        }
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ConnectAsync(string query)
    {
        _socket = new ClientWebSocket();
        _socket.Options.SetRequestHeader("Authorization", "Bearer " + ClusterSet.MasterKey);
        _socket.Options.CollectHttpResponseDetails = true;
        using var deadline = new CancellationTokenSource(Deadline);
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Gateway}/v1/realtime?{query}"), deadline.Token);
        _token = _socket.HttpResponseHeaders!["x-realtime-resume-token"].Single();
    }

    private async Task ReturnAsync()
    {
        Gateway = ReturnsTo.ShouldNotBeNull("the connection was lost");
        Returns++;
        await ConnectAsync($"resume={_token}&last_event_id={_lastEventId}");
    }

    private async Task SendAsync(string text)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, deadline.Token);
    }

    private async Task<JsonElement> ReceiveAsync(bool readsOn = true)
    {
        while (true)
        {
            try
            {
                using var deadline = new CancellationTokenSource(Deadline);
                using var message = new MemoryStream();
                var buffer = new byte[16 * 1024];
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await _socket.ReceiveAsync(buffer.AsMemory(), deadline.Token);
                    message.Write(buffer.AsSpan(0, received.Count));
                }
                while (!received.EndOfMessage);

                if (received.MessageType != WebSocketMessageType.Close)
                {
                    var root = JsonDocument.Parse(message.ToArray()).RootElement;
                    _lastEventId = root.GetProperty("event_id").GetString()!;
                    _eventIds.Add(_lastEventId).ShouldBeTrue($"{_lastEventId} came twice");
                    return root;
                }

                ((int?)_socket.CloseStatus).ShouldBe(1012);
            }
            catch (Exception exception) when (exception is WebSocketException || (exception is OperationCanceledException && _socket.State == WebSocketState.Aborted))
            {
                // The connection is lost.
            }

            await ReturnAsync();
            if (!readsOn)
            {
                return default;
            }
        }
    }
}
