using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>One session of a client.</summary>
internal sealed class RealtimeCall : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private long _start;
    private long _last;
    private long? _left;

    private RealtimeCall()
    {
    }

    /// <summary>Gets when the session was held.</summary>
    public HeldInterval Held => new(_start, _left ?? _last);

    /// <summary>Opens a session.</summary>
    /// <param name="gateway">The gateway's port.</param>
    /// <param name="key">The key.</param>
    /// <param name="model">The model.</param>
    /// <param name="query">What else stands in the query.</param>
    /// <returns>The session, or why there is none; 0: no answer at all.</returns>
    public static async Task<(RealtimeCall? Call, HttpStatusCode Status)> OpenAsync(int gateway, string key, string model, string query = "")
    {
        var call = new RealtimeCall();
        call._socket.Options.SetRequestHeader("Authorization", "Bearer " + key);
        call._socket.Options.CollectHttpResponseDetails = true;
        using var deadline = new CancellationTokenSource(AnswerTime);
        try
        {
            await call._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway}/v1/realtime?model={model}{query}"), deadline.Token);
            call._start = call._last = TimeProvider.System.GetTimestamp();
            return (call, HttpStatusCode.SwitchingProtocols);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            var status = call._socket.HttpStatusCode;
            await call.DisposeAsync();
            return (null, status == HttpStatusCode.SwitchingProtocols ? 0 : status);
        }
    }

    /// <summary>Asks, and waits for the whole answer.</summary>
    /// <param name="words">How many words it has.</param>
    /// <param name="tally">Takes note of the responses that it heard the end of.</param>
    /// <returns>Whether it came and was complete.</returns>
    public async Task<bool> TurnAsync(int words, PolicyTally tally)
    {
        try
        {
            using var deadline = new CancellationTokenSource(AnswerTime);
            var text = $$$"""{"type":"response.create","response":{"output_modalities":["text"],"instructions":"say {{{words}}} words"}}""";
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, deadline.Token);
            while (await ReadAsync(deadline.Token) is { } message)
            {
                if (message.GetProperty("type").GetString() is "error")
                {
                    return false;
                }

                if (message.GetProperty("type").GetString() != "response.done")
                {
                    continue;
                }

                var response = message.GetProperty("response");
                tally.Heard[response.GetProperty("id").GetString()!] = TimeProvider.System.GetUtcNow();

                // A response that was cut is followed by another by itself.
                if (response.GetProperty("status").GetString() == "completed")
                {
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The gateway is gone, or nobody answers.
        }

        _left = _last;
        return false;
    }

    /// <summary>Closes as one should.</summary>
    public async Task CloseAsync()
    {
        Leave();
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", deadline.Token);
            while (await ReadAsync(deadline.Token) is not null)
            {
                // The last words.
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // It is gone already.
        }
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Abort()
    {
        Leave();
        _socket.Abort();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    // A session that is over already was over when it was last heard of.
    private void Leave() => _left ??= _socket.State == WebSocketState.Open ? TimeProvider.System.GetTimestamp() : _last;

    private async Task<JsonElement?> ReadAsync(CancellationToken deadline)
    {
        var length = 0;
        ValueWebSocketReceiveResult read;
        do
        {
            (length < _buffer.Length).ShouldBeTrue("a message is longer than the buffer");
            read = await _socket.ReceiveAsync(_buffer.AsMemory(length), deadline);
            length += read.Count;
        }
        while (!read.EndOfMessage);
        if (read.MessageType == WebSocketMessageType.Close)
        {
            return null;
        }

        _last = TimeProvider.System.GetTimestamp();
        return JsonDocument.Parse(_buffer.AsMemory(0, length)).RootElement.Clone();
    }
}
