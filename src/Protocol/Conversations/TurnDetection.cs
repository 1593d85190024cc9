namespace Realtime.Protocol.Conversations;

/// <summary>How the provider finds the ends of the user's turns, and what it does then.</summary>
/// <param name="Type"><c>server_vad</c> or <c>semantic_vad</c>.</param>
/// <param name="CreatesResponse">Whether it answers a turn by itself.</param>
/// <param name="InterruptsResponse">Whether it cuts the running response when the user begins to speak.</param>
public sealed record TurnDetection(string Type, bool CreatesResponse, bool InterruptsResponse);
