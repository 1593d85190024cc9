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
    /// <param name="cancellationToken">Ends the pump with the process.</param>
    /// <returns>How the socket ended.</returns>
    public static async Task<SessionEnd> RunAsync(WebSocketConnection connection, ISessionLink session, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await connection.ReadAsync(cancellationToken).ConfigureAwait(false);
            var count = 0;
            do
            {
                if (read.Kind == WebSocketMessageKind.Closed)
                {
                    // What came before the close still goes up.
                    await session.FlushAsync(cancellationToken).ConfigureAwait(false);
                    return Map(read.Close!);
                }

                session.Enqueue(
                    read.Kind == WebSocketMessageKind.Binary ? FrameKind.Binary : FrameKind.Text, read.Payload.Span, read.EndOfMessage);
            }
            while (++count < MaxMessagesPerFlush && connection.TryRead(out read));

            // A session that is over answers false; whoever ended it closes this socket, and the next read says so.
            await session.FlushAsync(cancellationToken).ConfigureAwait(false);
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
