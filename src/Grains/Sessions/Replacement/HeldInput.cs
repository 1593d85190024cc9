using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>What the client sends while no upstream stands, in order and bounded: the oldest audio goes first, and what finds no room then is refused.</summary>
/// <param name="maxBytes">The bound.</param>
internal sealed class HeldInput(int maxBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<HeldMessage> _messages = [];
    private long _bytes;

    /// <summary>Gets how many messages were dropped since the last <see cref="TakeAll"/>.</summary>
    public int Dropped { get; private set; }

    /// <summary>Adds a message.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="payload">Its bytes, copied before this returns.</param>
    /// <param name="isBinary">Whether it is a binary message.</param>
    public void Add(RealtimeEventType type, ReadOnlySpan<byte> payload, bool isBinary)
    {
        lock (_gate)
        {
            for (var node = _messages.First; node is not null && _bytes + payload.Length > maxBytes;)
            {
                var next = node.Next;
                if (node.Value.Type == RealtimeEventType.InputAudioBufferAppend)
                {
                    _bytes -= node.Value.Payload.Length;
                    _messages.Remove(node);
                    Dropped++;
                }

                node = next;
            }

            if (_bytes + payload.Length > maxBytes)
            {
                Dropped++;
                return;
            }

            _messages.AddLast(new HeldMessage(type, payload.ToArray(), isBinary));
            _bytes += payload.Length;
        }
    }

    /// <summary>Leaves out of what waits for an answer what is held here and so will be sent anyway.</summary>
    /// <param name="pending">What waits, oldest first.</param>
    /// <returns>What the upstream that was given up has got.</returns>
    public IReadOnlyList<PendingRequest> Without(IReadOnlyList<PendingRequest> pending)
    {
        lock (_gate)
        {
            var sent = pending.ToList();
            foreach (var message in _messages)
            {
                // The latest of its kind: an equal one may have gone up before.
                var index = sent.FindLastIndex(request => request.Type == message.Type && request.Payload.AsSpan().SequenceEqual(message.Payload));
                if (index >= 0)
                {
                    sent.RemoveAt(index);
                }
            }

            return sent;
        }
    }

    /// <summary>Takes everything out.</summary>
    /// <returns>The messages, the oldest first, and how many were dropped.</returns>
    public (IReadOnlyList<HeldMessage> Messages, int Dropped) TakeAll()
    {
        lock (_gate)
        {
            var result = ((IReadOnlyList<HeldMessage>)[.. _messages], Dropped);
            _messages.Clear();
            _bytes = 0;
            Dropped = 0;
            return result;
        }
    }
}
