using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Protocol.Conversations;

namespace Realtime.Grains.Sessions.Takeover;

/// <summary>A session's conversation and how far its frames had come, taken at one moment.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Guard">What its guard knows; null without guardrails.</param>
/// <param name="ClientFrames">How many frames of the client were in it.</param>
/// <param name="ServerFrames">How many frames had been sent to the client.</param>
/// <param name="IsTurnEnd">Whether the talk rested, so that nothing from before is needed to go on.</param>
/// <param name="Version">The version of conversation and guard.</param>
/// <param name="Away">The client, where it is away.</param>
internal readonly record struct SnapshotMoment(
    ConversationSnapshot? Conversation, GuardState? Guard, long ClientFrames, long ServerFrames, bool IsTurnEnd, int Version, AwayClient? Away = null);
