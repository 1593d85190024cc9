using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Providers.Bedrock.Output;

/// <summary>Counts tokens from <c>usageEvent</c>, and gives each response those that came since the last.</summary>
internal sealed class UsageMeter
{
    private Tokens _since;
    private Tokens _total;

    /// <summary>Takes a report.</summary>
    /// <param name="usage">The <c>usageEvent</c>.</param>
    public void Add(JsonElement usage)
    {
        if (!usage.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var total = details.TryGetProperty("total", out var sum) ? Read(sum) : default;
        _since += details.TryGetProperty("delta", out var delta) ? Read(delta) : total - _total;
        _total = total;
    }

    /// <summary>Takes what was counted since the last response.</summary>
    /// <returns>OpenAI's usage object.</returns>
    public JsonObject Take()
    {
        var tokens = _since;
        _since = default;
        var (input, output) = (tokens.SpeechIn + tokens.TextIn, tokens.SpeechOut + tokens.TextOut);
        return new JsonObject
        {
            ["total_tokens"] = input + output,
            ["input_tokens"] = input,
            ["output_tokens"] = output,
            ["input_token_details"] = new JsonObject
            {
                ["text_tokens"] = tokens.TextIn,
                ["audio_tokens"] = tokens.SpeechIn,
                ["image_tokens"] = 0,
                ["cached_tokens"] = 0,
                ["cached_tokens_details"] = new JsonObject { ["text_tokens"] = 0, ["audio_tokens"] = 0, ["image_tokens"] = 0 },
            },
            ["output_token_details"] = new JsonObject { ["text_tokens"] = tokens.TextOut, ["audio_tokens"] = tokens.SpeechOut },
        };
    }

    private static Tokens Read(JsonElement counts) => new(
        Count(counts, "input", "speechTokens"), Count(counts, "input", "textTokens"), Count(counts, "output", "speechTokens"), Count(counts, "output", "textTokens"));

    private static int Count(JsonElement counts, string side, string kind) =>
        counts.TryGetProperty(side, out var tokens) && tokens.TryGetProperty(kind, out var count) && count.TryGetInt32(out var number) ? number : 0;

    private readonly record struct Tokens(int SpeechIn, int TextIn, int SpeechOut, int TextOut)
    {
        public static Tokens operator +(Tokens left, Tokens right) => new(
            left.SpeechIn + right.SpeechIn, left.TextIn + right.TextIn, left.SpeechOut + right.SpeechOut, left.TextOut + right.TextOut);

        public static Tokens operator -(Tokens left, Tokens right) => new(
            left.SpeechIn - right.SpeechIn, left.TextIn - right.TextIn, left.SpeechOut - right.SpeechOut, left.TextOut - right.TextOut);
    }
}
