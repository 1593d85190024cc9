using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>Maps <c>audio.input.turn_detection</c> to xAI's <c>turn_detection</c>, which knows silence only.</summary>
/// <remarks>
/// Source: xAI's voice documentation. <c>semantic_vad</c> becomes <c>server_vad</c> that waits longer the less eager it is. A
/// <c>server_vad</c> says <c>create_response</c> outright, since xAI was reported not to answer by itself without it.
/// </remarks>
internal static class TurnDetectionMap
{
    /// <summary>How long a pause ends the turn at eagerness <c>high</c>, in milliseconds.</summary>
    public const int EagerSilenceMs = 400;

    /// <summary>How long a pause ends the turn at eagerness <c>auto</c> and <c>medium</c>, in milliseconds.</summary>
    public const int MediumSilenceMs = 800;

    /// <summary>How long a pause ends the turn at eagerness <c>low</c>, in milliseconds.</summary>
    public const int PatientSilenceMs = 1600;

    private const int LongestMs = 10_000;

    /// <summary>Maps a turn detection that is not null.</summary>
    /// <param name="wanted">What the client sent.</param>
    /// <param name="current">What the client had set before, or <see langword="null"/>.</param>
    /// <returns>What xAI gets.</returns>
    public static JsonObject ToXai(JsonObject wanted, JsonObject? current)
    {
        var mapped = new JsonObject();
        wanted.CopyTo(mapped, "type", "idle_timeout_ms", "create_response", "interrupt_response");
        if (wanted.Text("type") == "semantic_vad" || (wanted["type"] is null && current?.Text("type") == "semantic_vad"))
        {
            mapped["type"] = "server_vad";
            mapped["silence_duration_ms"] = Silence(wanted.Text("eagerness") ?? current?.Text("eagerness"));
        }
        else
        {
            CopyClamped(wanted, mapped, "threshold", 0.1, 0.9);
            CopyClamped(wanted, mapped, "prefix_padding_ms", 0, LongestMs);
            CopyClamped(wanted, mapped, "silence_duration_ms", 0, LongestMs);
        }

        if (mapped.Text("type") == "server_vad")
        {
            mapped.Fill("create_response", current?["create_response"]?.DeepClone() ?? true);
        }

        return mapped;
    }

    private static int Silence(string? eagerness) => eagerness switch
    {
        "low" => PatientSilenceMs,
        "high" => EagerSilenceMs,
        _ => MediumSilenceMs,
    };

    private static void CopyClamped(JsonObject source, JsonObject target, string name, double least, double most)
    {
        source.CopyTo(target, name);
        if (source.Number(name) is { } number && (number < least || number > most))
        {
            target[name] = Math.Clamp(number, least, most);
        }
    }
}
