using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>What was under way when an upstream was lost.</summary>
public sealed record ConversationCut
{
    /// <summary>Gets the server events that end the running responses, and transcriptions, for the client.</summary>
    public required IReadOnlyList<EventMessage> Closing { get; init; }

    /// <summary>
    /// Gets the client event that asks once more for the response that the user was waiting for, with the parameters with which it was asked for;
    /// null if nobody waits for one.
    /// </summary>
    public EventMessage? Again { get; init; }

    /// <summary>Gets the ids of the cut messages which the response that is asked for again replaces.</summary>
    public IReadOnlyList<string> Partial { get; init; } = [];

    /// <summary>Gets what the client had asked and was not answered, oldest first.</summary>
    public IReadOnlyList<PendingRequest> Pending { get; init; } = [];

    /// <summary>Gets a value indicating whether the user was speaking, or had spoken and the turn was not committed.</summary>
    public bool IsSpeaking { get; init; }

    /// <summary>Gets the id that the client was told for the turn that was being spoken; null if none was.</summary>
    public string? SpeechItemId { get; init; }
}
