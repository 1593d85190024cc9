using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Responses;

/// <summary>Counts tokens so that the figures add up: what an earlier response of the conversation was charged for is cached.</summary>
internal sealed class UsageMeter
{
    private const int CacheBlock = 64;

    private TokenCount _known;

    /// <summary>Counts the input of a response and remembers it for the next one.</summary>
    public (TokenCount Input, TokenCount Cached) Read(SessionSettings settings, IReadOnlyList<ConversationItem> context, bool isConversation)
    {
        var input = new TokenCount(TokenCount.OfText(settings.Instructions) + (settings.Tools.Count == 0 ? 0 : TokenCount.OfText(JsonText.WriteString(settings.Tools))), 0, 0);
        input = context.Aggregate(input, (sum, item) => sum + TokenCount.Of(item));
        var cached = isConversation
            ? new TokenCount(InBlocks(Math.Min(_known.Text, input.Text)), InBlocks(Math.Min(_known.Audio, input.Audio)), 0)
            : default;
        _known = isConversation ? input : _known;
        return (input, cached);
    }

    public static JsonObject Write(TokenCount input, TokenCount cached, TokenCount output) => new()
    {
        ["total_tokens"] = input.Total + output.Total,
        ["input_tokens"] = input.Total,
        ["output_tokens"] = output.Total,
        ["input_token_details"] = new JsonObject
        {
            ["text_tokens"] = input.Text,
            ["audio_tokens"] = input.Audio,
            ["image_tokens"] = input.Image,
            ["cached_tokens"] = cached.Total,
            ["cached_tokens_details"] = new JsonObject { ["text_tokens"] = cached.Text, ["audio_tokens"] = cached.Audio, ["image_tokens"] = cached.Image },
        },
        ["output_token_details"] = new JsonObject { ["text_tokens"] = output.Text, ["audio_tokens"] = output.Audio },
    };

    private static int InBlocks(int tokens) => tokens / CacheBlock * CacheBlock;
}
