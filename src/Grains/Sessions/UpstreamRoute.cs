using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions;

/// <summary>Where the client's messages go: to a connection, or into store while there is none. Read whole, by one load.</summary>
/// <param name="Edge">The pipeline's end.</param>
/// <param name="Link">The connection; null while there is none.</param>
/// <param name="Held">The store; null while there is a connection.</param>
internal sealed record UpstreamRoute(UpstreamEdge Edge, UpstreamLink? Link, HeldInput? Held)
{
    /// <summary>Sends a message that needs no translation.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="isBinary">Whether it is a binary message.</param>
    public void Write(RealtimeEventType type, ReadOnlySpan<byte> payload, bool isBinary)
    {
        if (Link is { } link)
        {
            link.Connection.Enqueue(payload, isBinary);
        }
        else
        {
            Held!.Add(type, payload, isBinary);
        }
    }
}
