using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator.Connections;

/// <summary>One session with the target, from its upgrade to its close.</summary>
internal sealed class RealtimeConnection : IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);
    private readonly Socket _socket;
    private readonly FrameReader _reader;
    private Task _reading = Task.CompletedTask;
    private volatile bool _closing;

    private RealtimeConnection(Socket socket, FrameReader reader)
    {
        _socket = socket;
        _reader = reader;
    }

    /// <summary>Why the session ended before it was closed, else null.</summary>
    public string? Ended { get; private set; }

    /// <summary>Opens a session and waits for its <c>session.created</c>.</summary>
    public static async Task<ConnectOutcome> OpenAsync(LoadOptions options, int bufferSize, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Url.Host, options.Url.Port, cancellation);
            await socket.SendAsync(Upgrade.Request(options.Url, options.Key), cancellation);
            var reader = new FrameReader(socket, bufferSize);
            var connection = new RealtimeConnection(socket, reader);
            var failure = await connection.GreetAsync(cancellation);
            if (failure is null)
            {
                return new ConnectOutcome(connection, null);
            }

            socket.Dispose();
            return new ConnectOutcome(null, failure);
        }
        catch (Exception failed) when (failed is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            return new ConnectOutcome(null, failed is SocketException ? failed.Message : "no session.created in time");
        }
    }

    /// <summary>Starts to hand what comes to a handler.</summary>
    public void Start(ISessionHandler handler) => _reading = ReadAsync(handler);

    /// <summary>Sends a frame; a frame is sent whole, whoever sends at the same time.</summary>
    public ValueTask<int> SendAsync(ClientFrame frame) => _socket.SendAsync(frame.Bytes, SocketFlags.None);

    /// <summary>Says goodbye and waits a moment for the answer.</summary>
    public async Task CloseAsync()
    {
        _closing = true;
        try
        {
            await SendAsync(ClientFrame.Close());
            await _reading.WaitAsync(CloseTimeout, TimeProvider.System);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or TimeoutException)
        {
            // The measurement is over; a target that does not answer the close is let go.
        }

        Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string?> GreetAsync(CancellationToken cancellation)
    {
        int answer;
        while ((answer = Upgrade.AnswerLength(_reader.Unread)) == 0)
        {
            if (!await _reader.FillAsync(cancellation))
            {
                return "the connection ended within the upgrade";
            }
        }

        if (!Upgrade.IsAccepted(_reader.Unread))
        {
            return $"refused: {Encoding.ASCII.GetString(_reader.Unread[..Math.Min(answer, 60)]).Split('\r')[0]}";
        }

        _reader.Skip(answer);
        while (true)
        {
            while (_reader.TryRead(out var opcode, out var payload))
            {
                var kind = opcode == OpCode.Text ? EventReader.KindOf(payload) : EventKind.Other;
                if (kind == EventKind.SessionCreated)
                {
                    return null;
                }

                if (kind == EventKind.Error || opcode == OpCode.Close)
                {
                    return $"refused after the upgrade: {Encoding.UTF8.GetString(payload)}";
                }
            }

            if (!await _reader.FillAsync(cancellation))
            {
                return "the connection ended before session.created";
            }
        }
    }

    private async Task ReadAsync(ISessionHandler handler)
    {
        try
        {
            do
            {
                if (!Deliver(handler))
                {
                    return;
                }

                await handler.OnReadAsync();
            }
            while (await _reader.FillAsync());

            End("the connection ended without a close");
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            End(gone.Message);
        }
    }

    private bool Deliver(ISessionHandler handler)
    {
        var now = Stopwatch.GetTimestamp();
        while (_reader.TryRead(out var opcode, out var payload))
        {
            switch (opcode)
            {
                case OpCode.Close:
                    End($"closed: {CloseReason(payload)}");
                    return false;
                case OpCode.Ping:
                    _ = SendAsync(ClientFrame.Pong(payload)).AsTask();
                    break;
                case OpCode.Text:
                    Deliver(handler, payload, now);
                    break;
                default:
                    break;
            }
        }

        return true;
    }

    private static void Deliver(ISessionHandler handler, ReadOnlySpan<byte> json, long now)
    {
        var kind = EventReader.KindOf(json);
        if (kind == EventKind.Delta && FrameStamp.TryRead(EventReader.AudioOf(json, kind), out var stamp))
        {
            handler.OnDelta(stamp, json.Length, now);
        }
        else
        {
            handler.OnEvent(kind, json, now);
        }
    }

    private static string CloseReason(ReadOnlySpan<byte> payload) =>
        payload.Length < 2 ? "no code" : $"{(payload[0] << 8) | payload[1]} {Encoding.UTF8.GetString(payload[2..])}";

    private void End(string reason)
    {
        if (!_closing)
        {
            Ended = reason;
        }
    }
}
