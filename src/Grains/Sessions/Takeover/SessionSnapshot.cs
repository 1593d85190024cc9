using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Sessions.Stages.Guarding;

namespace Realtime.Grains.Sessions.Takeover;

/// <summary>A session at one moment, as it is kept beyond its silo. It holds what was said, and is to be kept like the conversation itself.</summary>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.SessionSnapshot")]
internal sealed class SessionSnapshot
{
    /// <summary>Gets what the client asked for when the session was opened.</summary>
    [Id(0)]
    public required SessionOpenRequest Open { get; init; }

    /// <summary>Gets the conversation, as <see cref="Protocol.Conversations.ConversationSnapshot.ToUtf8"/> writes it.</summary>
    [Id(1)]
    public required byte[] Conversation { get; init; }

    /// <summary>Gets how many frames of the client the conversation has taken in.</summary>
    [Id(2)]
    public long ClientFrames { get; init; }

    /// <summary>Gets how many frames had been sent to the client.</summary>
    [Id(3)]
    public long ServerFrames { get; init; }

    /// <summary>Gets the number of the client's connection.</summary>
    [Id(4)]
    public int Connection { get; init; }

    /// <summary>Gets the id of the deployment that served it.</summary>
    [Id(5)]
    public string? DeploymentId { get; init; }

    /// <summary>Gets when the session began.</summary>
    [Id(6)]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets what its guard knows; null without guardrails, and in snapshots of older builds.</summary>
    [Id(7)]
    public GuardState? Guard { get; init; }

    /// <summary>Gets the client, where it was away; null while it is there, and in snapshots of older builds.</summary>
    [Id(8)]
    public AwayClient? Away { get; init; }
}
