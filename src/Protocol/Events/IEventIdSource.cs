namespace Realtime.Protocol.Events;

/// <summary>Makes the ids of events that the gateway itself sends.</summary>
public interface IEventIdSource
{
    /// <summary>Makes an id.</summary>
    /// <returns>An id that no other event of the session has; at most 32 characters.</returns>
    string Next();
}
