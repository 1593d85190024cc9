using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>A provider that numbers its events and notes every client's event that is lost, doubled or out of order.</summary>
internal sealed class NumberedUpstream : IAsyncDisposable
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private const string Created =
        """{"type":"session.created","event_id":"event_0","session":{"type":"realtime","object":"realtime.session","id":"sess_0","model":"m"}}""";

    private const string Updated =
        """{"type":"session.updated","event_id":"event_1","session":{"type":"realtime","object":"realtime.session","id":"sess_0","model":"m"}}""";

    private readonly WebApplication _application;
    private int _open;

    private NumberedUpstream(WebApplication application) => _application = application;

    /// <summary>How many connections there are.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>What was wrong with the order of clients' events.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public int Port => new Uri(_application.Urls.First()).Port;

    public static async Task<NumberedUpstream> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var upstream = new NumberedUpstream(application);
        application.UseWebSockets();
        application.Map("/v1/realtime", upstream.ServeAsync);
        await application.StartAsync();
        return upstream;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        Interlocked.Increment(ref _open);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            var sending = SendAsync(socket, over.Token);
            await ReceiveAsync(socket, over.Token);
            await over.CancelAsync();
            await sending;
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The other side is gone, which the tests bring about.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static async Task SendAsync(WebSocket socket, CancellationToken over)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(Created), WebSocketMessageType.Text, true, over);
        using var timer = new PeriodicTimer(Tick);
        for (var number = 0; ; number++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $$"""{"type":"test.tick","n":{{number}}}""");
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, over);
            await timer.WaitForNextTickAsync(over);
        }
    }

    private async Task ReceiveAsync(WebSocket socket, CancellationToken over)
    {
        var buffer = new byte[64 * 1024];
        for (int? expected = 0; ; expected++)
        {
            var received = await socket.ReceiveAsync(buffer, over);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            using var message = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
            if (message.RootElement.GetProperty("type").GetString() == "session.update")
            {
                // A connection that takes the place of another, so that the client's numbers begin anywhere.
                await socket.SendAsync(Encoding.UTF8.GetBytes(Updated), WebSocketMessageType.Text, true, over);
                expected = null;
                continue;
            }

            expected ??= message.RootElement.GetProperty("n").GetInt32();
            if (message.RootElement.GetProperty("n").GetInt32() is var number && number != expected)
            {
                Faults.Enqueue($"a client's event {number} came where {expected} was due");
                expected = number;
            }
        }
    }
}
