using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Sessions;

/// <summary>
/// What both pumps of a session write to its client. A long message of the provider goes in pieces, and nothing may come between
/// them: RFC 6455 section 5.4 forbids it, so whole messages wait for the last piece.
/// </summary>
internal sealed class ClientOutput(IFrameWriter client)
{
    // Only answers to wrong events wait here; a client that sends them by the thousand loses the rest.
    private const int MaxWaiting = 256;

    private readonly Lock _gate = new();
    private readonly List<(FrameKind Kind, byte[] Payload)> _waiting = [];
    private bool _insideMessage;

    /// <summary>Adds a whole message, after the one under way if there is one.</summary>
    /// <param name="kind">Text or binary.</param>
    /// <param name="payload">The message, copied before this returns.</param>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (!_insideMessage)
            {
                client.Enqueue(kind, payload);
            }
            else if (_waiting.Count < MaxWaiting)
            {
                _waiting.Add((kind, payload.ToArray()));
            }
        }
    }

    /// <summary>Adds a piece of a long message.</summary>
    /// <param name="kind">Text or binary.</param>
    /// <param name="payload">The piece, copied before this returns.</param>
    /// <param name="endOfMessage">Whether it is the last one.</param>
    public void EnqueuePiece(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage)
    {
        lock (_gate)
        {
            client.Enqueue(kind, payload, endOfMessage);
            _insideMessage = !endOfMessage;
            if (_insideMessage)
            {
                return;
            }

            foreach (var (waitingKind, waiting) in _waiting)
            {
                client.Enqueue(waitingKind, waiting);
            }

            _waiting.Clear();
        }
    }
}
