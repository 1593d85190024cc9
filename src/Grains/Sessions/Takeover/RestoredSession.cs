using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Protocol.Conversations;

namespace Realtime.Grains.Sessions.Takeover;

/// <summary>A session as it is known after its silo was lost.</summary>
internal sealed record RestoredSession
{
    /// <summary>Gets what the client asked for when the session was opened.</summary>
    public required SessionOpenRequest Open { get; init; }

    /// <summary>Gets the conversation as the client knows it.</summary>
    public required ConversationSnapshot Conversation { get; init; }

    /// <summary>Gets the client's messages that the lost upstream may not have answered, in their order: audio of the turn under way, and requests.</summary>
    public IReadOnlyList<byte[]> Again { get; init; } = [];

    /// <summary>Gets the audio of turns that were committed and whose words are not known, with their items.</summary>
    public IReadOnlyList<(string ItemId, IReadOnlyList<byte[]> Audio)> Turns { get; init; } = [];

    /// <summary>Gets what its guard knew, with the settings that the client was shown last; null when nothing is known of it.</summary>
    public GuardState? Guard { get; init; }

    /// <summary>Gets the id of the deployment that served it; null when it is not known.</summary>
    public string? DeploymentId { get; init; }
}
