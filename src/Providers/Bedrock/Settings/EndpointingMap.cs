using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>
/// How soon a pause ends a turn. Nova has three steps (pauses of about 1.5, 1.75 and 2 s) in place of a threshold and milliseconds, and cannot
/// switch detection off: a client that ends turns itself is served by holding its audio until then.
/// </summary>
internal static class EndpointingMap
{
    private const int LongestOfHigh = 600;
    private const int LongestOfMedium = 1500;

    /// <summary>Maps <c>audio.input.turn_detection</c>.</summary>
    /// <param name="detection">The client's; null when it ends turns itself.</param>
    /// <returns>Nova's <c>endpointingSensitivity</c>.</returns>
    public static string ToNova(JsonNode? detection) => detection is not JsonObject turns ? "MEDIUM"
        : turns.Text("type") == "semantic_vad" ? turns.Text("eagerness") switch
        {
            "high" => "HIGH",
            "low" => "LOW",
            _ => "MEDIUM",
        }
        : turns.Number("silence_duration_ms") switch
        {
            null => "MEDIUM",
            <= LongestOfHigh => "HIGH",
            <= LongestOfMedium => "MEDIUM",
            _ => "LOW",
        };

    /// <summary>Writes what is in force of a client's turn detection.</summary>
    /// <param name="detection">The client's; null passes.</param>
    /// <returns>What Nova honours of it: it always answers a turn and always stops when it is spoken to.</returns>
    public static JsonNode? Effective(JsonNode? detection)
    {
        if (detection is not JsonObject turns)
        {
            return null;
        }

        var effective = new JsonObject { ["type"] = turns.Text("type") ?? "server_vad" };
        turns.CopyTo(effective, turns.Text("type") == "semantic_vad" ? ["eagerness"] : ["threshold", "silence_duration_ms"]);
        effective["create_response"] = true;
        effective["interrupt_response"] = true;
        return effective;
    }
}
