using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>Maps <c>audio.input.transcription</c> between OpenAI's fields and xAI's.</summary>
/// <remarks>Source: xAI's voice documentation: at most 100 key terms of at most 50 characters.</remarks>
internal static class TranscriptionMap
{
    /// <summary>xAI's only transcription model.</summary>
    public const string Model = "grok-transcribe";

    private const int MostTerms = 100;
    private const int LongestTerm = 50;

    /// <summary>Maps a transcription that is not null. Terms beyond xAI's limits are left out.</summary>
    /// <param name="wanted">What the client sent.</param>
    /// <returns>What xAI gets.</returns>
    public static JsonObject ToXai(JsonObject wanted)
    {
        var mapped = new JsonObject { ["model"] = Model };
        var language = wanted.Text("language_hint") ?? wanted.Text("language");
        if (language is null && wanted.List("languages") is { Count: > 0 } languages)
        {
            language = languages[0].AsText();
        }

        if (language is not null)
        {
            mapped["language_hint"] = language;
        }

        if ((wanted.List("keyterms") ?? wanted.List("keywords")) is { } terms)
        {
            mapped["keyterms"] = new JsonArray(
                [.. terms.Select(term => term.AsText()).Where(Fits).Take(MostTerms).Select(term => JsonValue.Create(term))]);
        }

        return mapped;
    }

    /// <summary>Maps the transcription that xAI tells.</summary>
    /// <param name="told">What xAI sent.</param>
    /// <returns>What a client reads.</returns>
    public static JsonObject ToCanonical(JsonObject told)
    {
        var mapped = new JsonObject { ["model"] = told.Text("model") ?? Model };
        if (told.Text("language_hint") is { } language)
        {
            mapped["language"] = language;
        }

        if (told.List("keyterms") is { } terms)
        {
            mapped["keywords"] = terms.DeepClone();
        }

        return mapped;
    }

    private static bool Fits(string? term) => term is { Length: > 0 and <= LongestTerm };
}
