using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>Gives OpenAI's voices their nearest kin among xAI's. Every other name is xAI's own or a custom voice and passes.</summary>
/// <remarks>xAI's voices by its documentation: ara (warm), eve (energetic), leo (authoritative), rex (confident), sal (neutral).</remarks>
internal static class VoiceMap
{
    private static readonly FrozenDictionary<string, string> Kin = new Dictionary<string, string>
    {
        ["alloy"] = "sal",
        ["ash"] = "rex",
        ["ballad"] = "leo",
        ["cedar"] = "rex",
        ["coral"] = "eve",
        ["echo"] = "rex",
        ["marin"] = "ara",
        ["sage"] = "ara",
        ["shimmer"] = "eve",
        ["verse"] = "leo",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps <c>audio.output.voice</c>.</summary>
    /// <param name="voice">A name, or an object whose <c>id</c> is a custom voice's.</param>
    /// <returns>xAI's <c>voice</c>; <see langword="null"/> if the value is neither.</returns>
    public static string? ToXai(JsonNode? voice)
    {
        var name = voice is JsonObject custom ? custom.Id("id") : voice.AsText();
        return name is not null && Kin.TryGetValue(name, out var kin) ? kin : name;
    }
}
