using System.Text.Json.Nodes;

namespace Realtime.Providers.Gemini.Responses;

/// <summary>The tokens of one or several generations.</summary>
internal sealed record TokenUsage
{
    /// <summary>Gets the tokens that the model read.</summary>
    public int Input { get; init; }

    /// <summary>Gets the tokens that the model made, thoughts included.</summary>
    public int Output { get; init; }

    /// <summary>Gets all tokens.</summary>
    public int Total { get; init; }

    /// <summary>Gets the tokens that were read from the cache; they are among the input.</summary>
    public int Cached { get; init; }

    /// <summary>Gets the input by modality.</summary>
    public ModalityTokens InputBy { get; init; }

    /// <summary>Gets the output by modality.</summary>
    public ModalityTokens OutputBy { get; init; }

    /// <summary>Gets the cached input by modality.</summary>
    public ModalityTokens CachedBy { get; init; }

    /// <summary>Adds.</summary>
    /// <param name="other">The others.</param>
    /// <returns>The sum.</returns>
    public TokenUsage Plus(TokenUsage other) => new()
    {
        Input = Input + other.Input,
        Output = Output + other.Output,
        Total = Total + other.Total,
        Cached = Cached + other.Cached,
        InputBy = InputBy.Plus(other.InputBy),
        OutputBy = OutputBy.Plus(other.OutputBy),
        CachedBy = CachedBy.Plus(other.CachedBy),
    };

    /// <summary>Writes it as a response has it.</summary>
    /// <returns>The <c>usage</c>.</returns>
    public JsonObject ToJson() => new()
    {
        ["total_tokens"] = Total,
        ["input_tokens"] = Input,
        ["output_tokens"] = Output,
        ["input_token_details"] = new JsonObject
        {
            ["text_tokens"] = InputBy.Text,
            ["audio_tokens"] = InputBy.Audio,
            ["image_tokens"] = InputBy.Image,
            ["cached_tokens"] = Cached,
            ["cached_tokens_details"] = new JsonObject
            {
                ["text_tokens"] = CachedBy.Text,
                ["audio_tokens"] = CachedBy.Audio,
                ["image_tokens"] = CachedBy.Image,
            },
        },
        ["output_token_details"] = new JsonObject { ["text_tokens"] = OutputBy.Text, ["audio_tokens"] = OutputBy.Audio },
    };
}
