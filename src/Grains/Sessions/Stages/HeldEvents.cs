using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>Events that wait for a verdict, in their order, with memory of their own.</summary>
internal sealed class HeldEvents
{
    private readonly LinkedList<EventMessage> _events = new();

    /// <summary>Gets a value indicating whether a verdict is awaited, so that whatever comes must wait behind what waits already.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Begins to wait with an event.</summary>
    /// <param name="message">The event.</param>
    public void Begin(in EventMessage message)
    {
        IsWaiting = true;
        Add(message);
    }

    /// <summary>Holds an event.</summary>
    /// <param name="message">The event.</param>
    public void Add(in EventMessage message) => _events.AddLast(message with { Payload = message.Payload.ToArray() });

    /// <summary>Takes the first event out.</summary>
    /// <param name="message">The event.</param>
    /// <returns>Whether there was one; when not, nothing waits any more.</returns>
    public bool TryTake(out EventMessage message)
    {
        if (_events.First is { } first)
        {
            message = first.Value;
            _events.RemoveFirst();
            return true;
        }

        message = default;
        IsWaiting = false;
        return false;
    }

    /// <summary>Puts the event back that was just taken out.</summary>
    /// <param name="message">The event.</param>
    public void PutBack(in EventMessage message) => _events.AddFirst(message);
}
