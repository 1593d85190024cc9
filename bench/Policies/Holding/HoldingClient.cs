using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using Realtime.Protocol.Events;

namespace Realtime.Bench.Policies.Holding;

/// <summary>A client that asks for spoken answers and takes their times.</summary>
internal sealed class HoldingClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public static async Task<HoldingClient> ConnectAsync(Uri url)
    {
        var client = new HoldingClient();
        client._socket.Options.SetRequestHeader("Authorization", "Bearer " + HoldingGateway.Key);
        using var patience = new CancellationTokenSource(Patience);
        await client._socket.ConnectAsync(url, patience.Token);
        await client.NextAsync(patience.Token);
        return client;
    }

    /// <summary>Asks for an answer.</summary>
    /// <param name="words">How long it is.</param>
    /// <returns>The ms until the first sound, and until the end.</returns>
    public async Task<(double First, double Done)> AskAsync(int words)
    {
        using var patience = new CancellationTokenSource(Patience);
        var start = Stopwatch.GetTimestamp();
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes($$$"""{"type":"response.create","response":{"instructions":"say {{{words}}} words"}}"""), WebSocketMessageType.Text, true, patience.Token);
        double? first = null;
        while (true)
        {
            switch (await NextAsync(patience.Token))
            {
                case RealtimeEventType.ResponseOutputAudioDelta:
                    first ??= Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    break;
                case RealtimeEventType.ResponseDone:
                    return (first ?? throw new FormatException("an answer without sound"), Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<RealtimeEventType> NextAsync(CancellationToken patience)
    {
        var length = 0;
        ValueWebSocketReceiveResult read;
        do
        {
            read = await _socket.ReceiveAsync(_buffer.AsMemory(length), patience);
            length += read.Count;
        }
        while (!read.EndOfMessage);
        return EventScanner.ScanType(_buffer.AsSpan(0, length));
    }
}
