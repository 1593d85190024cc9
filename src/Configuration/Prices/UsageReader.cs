using System.Text.Json;

namespace Realtime.Configuration.Prices;

/// <summary>
/// Reads the <c>usage</c> of <c>response.done</c> and of a transcription. Totals count over details: what no detail claims is text,
/// and of cached tokens without details text comes first.
/// </summary>
public static class UsageReader
{
    /// <summary>Reads a usage object.</summary>
    /// <param name="usage">The object; anything else is no usage.</param>
    /// <returns>The usage; null when it says nothing, which is not the same as a usage of zero.</returns>
    public static ModelUsage? Read(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (Seconds(usage) is { } seconds)
        {
            return new ModelUsage { InputSeconds = seconds };
        }

        return Number(usage, "input_tokens") is null && Number(usage, "output_tokens") is null ? null : Tokens(usage);
    }

    private static ModelUsage Tokens(JsonElement usage)
    {
        var inputDetails = Section(usage, "input_token_details");
        var outputDetails = Section(usage, "output_token_details");
        var (audio, image) = (Count(inputDetails, "audio_tokens"), Count(inputDetails, "image_tokens"));
        var text = Rest(Number(usage, "input_tokens"), audio + image, Count(inputDetails, "text_tokens"));
        var outputAudio = Count(outputDetails, "audio_tokens");
        var outputText = Rest(Number(usage, "output_tokens"), outputAudio, Count(outputDetails, "text_tokens"));
        var (cachedText, cachedAudio, cachedImage) = Cached(inputDetails, text, audio, image);
        return new ModelUsage
        {
            InputText = text,
            InputAudio = audio,
            InputImage = image,
            CachedText = cachedText,
            CachedAudio = cachedAudio,
            CachedImage = cachedImage,
            OutputText = outputText,
            OutputAudio = outputAudio,
            Reasoning = Math.Min(Count(outputDetails, "reasoning_tokens"), outputText),
        };
    }

    private static (long Text, long Audio, long Image) Cached(JsonElement details, long text, long audio, long image)
    {
        var byKind = Section(details, "cached_tokens_details");
        var (cachedAudio, cachedImage) = (Math.Min(Count(byKind, "audio_tokens"), audio), Math.Min(Count(byKind, "image_tokens"), image));
        var cachedText = Math.Min(Count(byKind, "text_tokens"), text);
        var left = Count(details, "cached_tokens") - cachedText - cachedAudio - cachedImage;
        if (left > 0)
        {
            (cachedText, left) = Take(cachedText, text, left);
            (cachedAudio, left) = Take(cachedAudio, audio, left);
            (cachedImage, _) = Take(cachedImage, image, left);
        }

        return (cachedText, cachedAudio, cachedImage);
    }

    private static (long Taken, long Left) Take(long taken, long all, long left)
    {
        var more = Math.Min(all - taken, left);
        return (taken + more, left - more);
    }

    // Some providers leave a kind out of the details: thoughts, tool prompts. The total is what they charge.
    private static long Rest(long? total, long others, long stated) => total is { } all ? Math.Max(all - others, stated) : stated;

    private static decimal? Seconds(JsonElement usage) =>
        usage.TryGetProperty("seconds", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetDecimal(out var value)
        && value >= 0
            ? value
            : null;

    private static JsonElement Section(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static long Count(JsonElement element, string name) => Number(element, name) ?? 0;

    private static long? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? Math.Max(0, number)
            : null;
}
