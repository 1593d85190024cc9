using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Realtime.Protocol.Tests.WebSockets.Support;

/// <summary>Takes one HTTP request over TCP on loopback and answers with what a test says.</summary>
internal sealed class HandshakeServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<string> _request = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts it.</summary>
    /// <param name="answer">Gives the answer's bytes as text, from the request's head; null for none.</param>
    public HandshakeServer(Func<string, string?> answer)
    {
        _listener.Start();
        Running = RunAsync(answer);
    }

    public Uri Uri => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1/realtime?model=m");

    /// <summary>Gets the request's head.</summary>
    public Task<string> Request => _request.Task.InTimeAsync();

    /// <summary>Gets the connection after the answer.</summary>
    public Task<NetworkStream> Running { get; }

    public static string KeyOf(string request) => HeaderOf(request, "Sec-WebSocket-Key");

    public static string HeaderOf(string request, string name) =>
        request.Split("\r\n").Single(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];

    public void Dispose() => _listener.Dispose();

    private async Task<NetworkStream> RunAsync(Func<string, string?> answer)
    {
        var client = await _listener.AcceptTcpClientAsync(Deadline.Token);
        var stream = client.GetStream();
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, Deadline.Token);
            head.Append((char)one[0]);
        }

        _request.TrySetResult(head.ToString());
        if (answer(head.ToString()) is { } text)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), Deadline.Token);
        }

        return stream;
    }
}
