using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>
/// The <c>param</c> of an error, a path such as <c>session.audio.output.voice</c>, which must name the field where its reader
/// wrote it. The message stays the provider's own.
/// </summary>
internal static class ErrorParamMap
{
    private static readonly (string Beta, string Ga, bool IsWord)[] Paths =
    [
        .. SessionMap.Places.Select(place => Path("session", place)),
        .. ResponseMap.Places.Select(place => Path("response", place)),
    ];

    /// <summary>Translates the path of an error about a beta event.</summary>
    /// <param name="error">The error, or null where the event has none.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool ToGa(JsonFields? error)
    {
        foreach (var (beta, ga, _) in Paths)
        {
            if (Replace(error, beta, ga, keepRest: true))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Translates the path of an error about a GA event.</summary>
    /// <param name="error">The error, or null where the event has none.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool ToBeta(JsonFields? error)
    {
        foreach (var (beta, ga, isWord) in Paths)
        {
            if (Replace(error, ga, beta, keepRest: !isWord))
            {
                return true;
            }
        }

        return false;
    }

    // An audio format is an object in the GA form and a word, which has no parts, in the beta form.
    private static (string Beta, string Ga, bool IsWord) Path(string root, FieldPlace place) =>
        ($"{root}.{place.Beta}", $"{root}.{place.Ga}", place.Ga.EndsWith(".format", StringComparison.Ordinal));

    private static bool Replace(JsonFields? error, string from, string to, bool keepRest)
    {
        if (error?.Text("param")?.Content is not { } path || !path.StartsWith(from, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = path[from.Length..];
        if (rest is not ("" or ['.' or '[', ..]))
        {
            return false;
        }

        // The path's own escapes, if any, are still in it, so it needs none.
        error.Set("param", JsonText.String(keepRest ? to + rest : to));
        return true;
    }
}
