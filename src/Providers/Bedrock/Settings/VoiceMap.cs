using System.Collections.Frozen;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>
/// Gives OpenAI's voices a voice of Nova Sonic that speaks as they do; both are at home in every language of the model. Nova's own names pass,
/// and so does any other, which the service then judges.
/// </summary>
internal static class VoiceMap
{
    /// <summary>The voice when the client names none.</summary>
    public const string Default = "matthew";

    private const string Other = "tiffany";

    private static readonly FrozenDictionary<string, string> Kin = new Dictionary<string, string>
    {
        ["alloy"] = Default,
        ["ash"] = Default,
        ["ballad"] = Default,
        ["cedar"] = Default,
        ["echo"] = Default,
        ["fable"] = Default,
        ["onyx"] = Default,
        ["verse"] = Default,
        ["coral"] = Other,
        ["marin"] = Other,
        ["nova"] = Other,
        ["sage"] = Other,
        ["shimmer"] = Other,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps <c>audio.output.voice</c>.</summary>
    /// <param name="voice">The client's name, or null.</param>
    /// <param name="own">The deployment's map, which goes first.</param>
    /// <returns>The <c>voiceId</c>.</returns>
    public static string ToNova(string? voice, IReadOnlyDictionary<string, string> own) => voice is null ? Default
        : own.TryGetValue(voice, out var mapped) ? mapped
        : Kin.TryGetValue(voice, out var kin) ? kin
        : voice;
}
