using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Responses;

/// <summary>What a response was asked to be.</summary>
internal sealed record ResponseRequest(SessionSettings Settings)
{
    /// <summary>Instructions of this response alone, or null.</summary>
    public string? OwnInstructions { get; init; }

    /// <summary>It leaves the conversation as it is.</summary>
    public bool IsOutOfBand { get; init; }

    /// <summary>Echoed in its events.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>What it answers in place of the conversation, or null.</summary>
    public IReadOnlyList<ConversationItem>? Input { get; init; }

    /// <summary>Text that is spoken as it stands, or null.</summary>
    public string? Verbatim { get; init; }

    /// <summary>The response that a turn starts by itself.</summary>
    public static ResponseRequest Automatic(SessionSettings settings) => new(settings);
}
