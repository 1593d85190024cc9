using Realtime.Simulator.Conversation;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>What a generation is charged.</summary>
/// <param name="Prompt">What was read: the whole context.</param>
/// <param name="Response">What was made.</param>
internal readonly record struct LiveUsage(TokenCount Prompt, TokenCount Response);
