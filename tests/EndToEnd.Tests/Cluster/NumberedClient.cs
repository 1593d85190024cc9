using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>A client that talks all the time, holds the provider's events to their numbers, and notes the longest silence.</summary>
internal sealed class NumberedClient : IAsyncDisposable
{
    // A fresh connection's first events may pass before the session has taken to it.
    private const int LastOfRestart = 10;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private long _lastEvent;
    private long _longestSilence;
    private int _expected;

    /// <summary>The gateway's port.</summary>
    public required int Gateway { get; init; }

    /// <summary>How many of the provider's events have come.</summary>
    public int Received => Volatile.Read(ref _expected);

    /// <summary>How often the provider's connection was replaced, and with it the numbers.</summary>
    public int Restarts { get; private set; }

    /// <summary>Events that were lost, doubled or out of order.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The code of the <c>error</c> event that came last.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>How the session ended: the close code, or 1006 without a close; null while it runs.</summary>
    public int? CloseCode { get; private set; }

    /// <summary>When it ended, by <see cref="Stopwatch"/>'s clock.</summary>
    public long EndedAt { get; private set; }

    /// <summary>The longest time without an event since <see cref="ForgetSilence"/>, the present silence included.</summary>
    public TimeSpan LongestSilence
    {
        get
        {
            var present = CloseCode is null ? Stopwatch.GetElapsedTime(Volatile.Read(ref _lastEvent)) : TimeSpan.Zero;
            var longest = TimeSpan.FromTicks(Volatile.Read(ref _longestSilence));
            return present > longest ? present : longest;
        }
    }

    public static async Task<NumberedClient> OpenAsync(int gateway)
    {
        var client = new NumberedClient { Gateway = gateway };
        client._socket.Options.SetRequestHeader("Authorization", "Bearer " + ClusterSet.MasterKey);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway}/v1/realtime?model=voice"), deadline.Token);
        client.ForgetSilence();
        client._running = Task.WhenAll(client.SendAsync(), client.ReceiveAsync());
        return client;
    }

    public void ForgetSilence()
    {
        Volatile.Write(ref _lastEvent, Stopwatch.GetTimestamp());
        Volatile.Write(ref _longestSilence, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        using var timer = new PeriodicTimer(NumberedUpstream.Tick);
        try
        {
            for (var number = 0; _socket.State == WebSocketState.Open; number++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $$"""{"type":"test.tick","n":{{number}}}""");
                await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, _stop.Token);
                await timer.WaitForNextTickAsync(_stop.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // How the session ended is what the receiving side noted.
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer, _stop.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    EndedAt = Stopwatch.GetTimestamp();
                    CloseCode = (int)received.CloseStatus!;
                    return;
                }

                Take(buffer.AsMemory(0, received.Count));
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            EndedAt = Stopwatch.GetTimestamp();
            CloseCode ??= 1006;
        }
    }

    private void Take(ReadOnlyMemory<byte> payload)
    {
        var now = Stopwatch.GetTimestamp();
        var silence = Stopwatch.GetElapsedTime(Interlocked.Exchange(ref _lastEvent, now), now).Ticks;
        _longestSilence = Math.Max(_longestSilence, silence);
        using var message = JsonDocument.Parse(payload);
        switch (message.RootElement.GetProperty("type").GetString())
        {
            case "test.tick":
                var number = message.RootElement.GetProperty("n").GetInt32();
                if (number <= LastOfRestart && _expected > LastOfRestart * 2)
                {
                    Restarts++;
                }
                else if (number != _expected)
                {
                    Faults.Add($"the provider's event {number} came where {_expected} was due");
                }

                Volatile.Write(ref _expected, number + 1);
                break;
            case "error":
                ErrorCode = message.RootElement.GetProperty("error").GetProperty("code").GetString();
                break;
        }
    }
}
