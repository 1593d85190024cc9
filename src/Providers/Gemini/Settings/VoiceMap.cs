using System.Collections.Frozen;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>Finds the service's voice for the one that a client names.</summary>
internal static class VoiceMap
{
    // As LiteLLM maps them, so that a client hears the same voice after the change; those that it leaves out are kin of others.
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["alloy"] = "Zephyr",
        ["ash"] = "Charon",
        ["ballad"] = "Fenrir",
        ["cedar"] = "Charon",
        ["coral"] = "Aoede",
        ["echo"] = "Puck",
        ["fable"] = "Puck",
        ["marin"] = "Aoede",
        ["nova"] = "Aoede",
        ["onyx"] = "Charon",
        ["sage"] = "Kore",
        ["shimmer"] = "Leda",
        ["verse"] = "Orus",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps a voice.</summary>
    /// <param name="voice">The client's name of it.</param>
    /// <param name="own">The deployment's <c>voice_map</c>, which goes before.</param>
    /// <returns>The service's name of it; any that nobody maps is its own.</returns>
    public static string Map(string voice, IReadOnlyDictionary<string, string> own) =>
        own.TryGetValue(voice, out var mapped) || Known.TryGetValue(voice, out mapped) ? mapped : voice;
}
