using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>An event of the client to which the provider has not answered yet.</summary>
public sealed record PendingRequest
{
    /// <summary>Gets the event's type.</summary>
    public required RealtimeEventType Type { get; init; }

    /// <summary>Gets the client's id of the event.</summary>
    public string? EventId { get; init; }

    /// <summary>Gets the item that is created, truncated or deleted, where the client named it.</summary>
    public string? ItemId { get; init; }

    /// <summary>Gets the type of an item that is created.</summary>
    public string? ItemType { get; init; }

    /// <summary>Gets the role of a message that is created.</summary>
    public string? Role { get; init; }

    /// <summary>Gets the call whose result is created.</summary>
    public string? CallId { get; init; }

    /// <summary>Gets a value indicating whether an item is created before all others.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Gets a value indicating whether a response outside the conversation is asked for.</summary>
    public bool IsOutOfBand { get; init; }

    /// <summary>Gets the metadata of the response that is asked for, as JSON.</summary>
    public string? Metadata { get; init; }

    /// <summary>Gets the whole event, for sending it again; empty if it was too large to be kept.</summary>
    public byte[] Payload { get; init => field = value ?? []; } = [];
}
