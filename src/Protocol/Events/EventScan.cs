namespace Realtime.Protocol.Events;

/// <summary>What one walk over a client's message told about it.</summary>
/// <param name="Status">Whether the message is an event that may be passed on.</param>
/// <param name="Type">The event's type; <see cref="RealtimeEventType.Unknown"/> where there is none or this build does not know it.</param>
/// <param name="TypeValue">Where the type's value stands, without its quotes and with its escapes; see <see cref="HasTypeValue"/>.</param>
/// <param name="EventId">
/// Where the value of the top-level <c>event_id</c> stands, without its quotes and with its escapes; see <see cref="HasEventId"/>.
/// <see cref="EventScanner.ReadString"/> reads it. Found even in a malformed message if it stands before the fault.
/// </param>
public readonly record struct EventScan(EventScanStatus Status, RealtimeEventType Type, Range TypeValue, Range EventId)
{
    /// <summary>Gets a value indicating whether a top-level <c>type</c> that is a string was found.</summary>
    public bool HasTypeValue => !TypeValue.Equals(default);

    /// <summary>Gets a value indicating whether a top-level <c>event_id</c> that is a string was found.</summary>
    public bool HasEventId => !EventId.Equals(default);
}
