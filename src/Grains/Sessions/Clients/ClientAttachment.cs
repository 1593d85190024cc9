using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>A session as one of its client's connections sees it: when another one has taken its place it changes nothing any more.</summary>
internal sealed class ClientAttachment(ISessionLink session, ClientLink client, int number) : ISessionLink
{
    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        if (client.Number == number)
        {
            // Afterwards: a snapshot that is taken in between has the frame twice rather than not at all.
            session.Enqueue(kind, payload, endOfMessage);
            client.CountReceived();
        }
        else if (client.IsLeaving(number))
        {
            // Not counted, since the present connection's gateway numbers what comes by itself.
            session.Enqueue(kind, payload, endOfMessage);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => session.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public Task EndAsync(SessionEnd end) => client.ConnectionEndedAsync(number, end);
}
