using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.WebSockets;

namespace Realtime.Gateway.Edge;

/// <summary>Carries a client's messages to its session until the socket ends.</summary>
internal static class ClientPump
{
    private const int MaxMessagesPerFlush = 64;

    /// <summary>Runs until the client's socket ends.</summary>
    /// <param name="connection">The socket.</param>
    /// <param name="session">The session.</param>
    /// <param name="traffic">Counts what passes.</param>
    /// <param name="gone">Says that the client has left and that a provider which takes no data is not waited for any longer.</param>
    /// <returns>How the socket ended.</returns>
    public static async Task<SessionEnd> RunAsync(
        WebSocketConnection connection, ISessionLink session, ClientTraffic traffic, CancellationToken gone)
    {
        while (true)
        {
            // Not cancelled by a lost connection, since what came before it is still to be read.
            var read = await connection.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            var count = 0;
            do
            {
                if (read.Kind == WebSocketMessageKind.Closed)
                {
                    // What came before the close still goes up.
                    await FlushAsync(session, gone).ConfigureAwait(false);
                    return Map(read.Close!);
                }

                session.Enqueue(
                    read.Kind == WebSocketMessageKind.Binary ? FrameKind.Binary : FrameKind.Text, read.Payload.Span, read.EndOfMessage);
            }
            while (++count < MaxMessagesPerFlush && connection.TryRead(out read));

            traffic.Note();

            // A session that is over answers false; whoever ended it closes this socket, and the next read says so.
            if (!await FlushAsync(session, gone).ConfigureAwait(false))
            {
                return new SessionEnd(SessionEndCause.ClientLost, 1006, "");
            }
        }
    }

    private static async ValueTask<bool> FlushAsync(ISessionLink session, CancellationToken gone)
    {
        var flush = session.FlushAsync(gone);
        try
        {
            // A write that a provider does not take cannot be cancelled, but it need not be waited for.
            _ = flush.IsCompleted ? await flush.ConfigureAwait(false) : await flush.AsTask().WaitAsync(gone).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static SessionEnd Map(WebSocketClose close) => new(
        close.Cause switch
        {
            WebSocketCloseCause.PeerClosed => SessionEndCause.ClientClosed,
            WebSocketCloseCause.WriteTimeout => SessionEndCause.ClientTooSlow,
            WebSocketCloseCause.ProtocolError or WebSocketCloseCause.InvalidUtf8 or WebSocketCloseCause.MessageTooBig =>
                SessionEndCause.ClientViolation,
            _ => SessionEndCause.ClientLost,
        },
        close.Code,
        "");
}
