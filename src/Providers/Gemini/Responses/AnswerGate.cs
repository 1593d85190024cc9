using Realtime.Protocol.Events;

namespace Realtime.Providers.Gemini.Responses;

/// <summary>
/// Holds an answer back that the client has not asked for yet: the service answers the end of a turn at once, an OpenAI client expects none
/// before its <c>response.create</c>.
/// </summary>
internal sealed class AnswerGate
{
    private const int MostBytes = 64 * 1024 * 1024;

    private readonly Queue<byte[]> _held = [];
    private long _bytes;
    private bool _discards;

    /// <summary>Gets a value indicating whether answers wait.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Gets a value indicating whether a whole answer waits.</summary>
    public bool HoldsEnd { get; private set; }

    /// <summary>Lets answers wait from now on. What waited was meant for the turn before and is dropped.</summary>
    public void Close()
    {
        _discards = _held.Count > 0 && !HoldsEnd;
        Drop();
        IsClosed = true;
    }

    /// <summary>Takes a message of the service that belongs to an answer.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isEnd">Whether it ends the answer.</param>
    public void Hold(in EventMessage message, bool isEnd)
    {
        if (_discards)
        {
            _discards = !isEnd;
            return;
        }

        if (_bytes + message.Payload.Length > MostBytes)
        {
            // Nobody asks for this answer; its end is still of use to the next one.
            Drop();
            _discards = !isEnd;
            return;
        }

        _held.Enqueue(message.Payload.ToArray());
        _bytes += message.Payload.Length;
        HoldsEnd |= isEnd;
    }

    /// <summary>Lets the answer through.</summary>
    /// <returns>The messages that waited, in order.</returns>
    public IReadOnlyList<byte[]> Open()
    {
        byte[][] held = [.. _held];
        Drop();
        IsClosed = false;
        return held;
    }

    /// <summary>Drops what waits: the user went on speaking.</summary>
    public void Drop()
    {
        _held.Clear();
        _bytes = 0;
        HoldsEnd = false;
    }
}
