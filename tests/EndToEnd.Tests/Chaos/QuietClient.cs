using System.Net.WebSockets;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>A client that says nothing, and hears everything: whoever does not read answers no ping, and is taken for gone.</summary>
internal static class QuietClient
{
    /// <summary>Opens a session.</summary>
    /// <param name="gateway">The gateway's port.</param>
    /// <param name="model">The model.</param>
    /// <param name="key">The key.</param>
    /// <returns>Its connection and the status of the answer; no connection where it was refused.</returns>
    public static async Task<(ClientWebSocket? Socket, int Status)> OpenAsync(int gateway, string model = "voice", string key = ChaosCluster.MasterKey)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + key);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway}/v1/realtime?model={model}"), patience.Token);
            _ = ListenAsync(socket);
            return (socket, 101);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != 0)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            return (null, status);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task ListenAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
                // Nothing that is said here matters.
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It is over.
        }
    }
}
