using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>Maps the <c>session</c> of a <c>session.update</c> to xAI's mixed form.</summary>
/// <remarks>
/// Source: xAI's voice documentation. What xAI does not know is left out here, so that it cannot fail the update, and told back to the
/// client by <see cref="SessionSnapshot"/>. The transport stays JSON: a client of the OpenAI protocol reads no binary audio.
/// </remarks>
internal static class SessionUpdateMap
{
    private const double SlowestSpeed = 0.7;
    private const double FastestSpeed = 1.5;

    /// <summary>Maps a session.</summary>
    /// <param name="session">The client's settings.</param>
    /// <param name="current">What the client had set before, in the GA form.</param>
    /// <param name="refusal">Why xAI cannot have such a session, or <see langword="null"/>.</param>
    /// <returns>xAI's session.</returns>
    public static JsonObject ToXai(JsonObject session, JsonObject current, out Refusal? refusal)
    {
        refusal = session.Text("type") == "transcription"
            ? new Refusal("This model's provider has no transcription sessions.", "session.type")
            : null;
        var mapped = new JsonObject();
        session.CopyTo(mapped, "instructions", "voice", "resumption", "replace");
        if (session.Child("reasoning")?.Text("effort") is { } effort)
        {
            mapped["reasoning"] = new JsonObject { ["effort"] = effort is "none" or "minimal" ? "none" : "high" };
        }

        // The GA place is read last: where both are given, it wins.
        MapTurnDetection(session, mapped, current);
        if (session.Child("audio") is { } audio)
        {
            MapInput(audio.Child("input"), mapped, current);
            MapOutput(audio.Child("output"), mapped);
        }

        if (mapped.ContainsKey("voice"))
        {
            mapped["voice"] = VoiceMap.ToXai(mapped["voice"]);
        }

        if (session.List("tools") is { } tools)
        {
            mapped["tools"] = ToolMap.ToXai(tools, "session.tools", out var toolRefusal);
            refusal ??= toolRefusal;
        }

        return mapped;
    }

    private static void MapInput(JsonObject? input, JsonObject mapped, JsonObject current)
    {
        if (input is null)
        {
            return;
        }

        MapTurnDetection(input, mapped, current);
        var target = new JsonObject();
        input.CopyTo(target, "format", "transcription");
        if (input.Child("transcription") is { } transcription)
        {
            target["transcription"] = TranscriptionMap.ToXai(transcription);
        }

        if (target.Count > 0)
        {
            mapped.Need("audio")["input"] = target;
        }
    }

    private static void MapTurnDetection(JsonObject holder, JsonObject mapped, JsonObject current)
    {
        if (holder.TryGetPropertyValue("turn_detection", out var wanted))
        {
            mapped["turn_detection"] = wanted is JsonObject detection
                ? TurnDetectionMap.ToXai(detection, current.Child("audio")?.Child("input")?.Child("turn_detection"))
                : wanted?.DeepClone();
        }
    }

    private static void MapOutput(JsonObject? output, JsonObject mapped)
    {
        if (output is null)
        {
            return;
        }

        output.CopyTo(mapped, "voice");
        var target = new JsonObject();
        output.CopyTo(target, "format", "speed");
        if (target.Number("speed") is { } speed)
        {
            target["speed"] = Math.Clamp(speed, SlowestSpeed, FastestSpeed);
        }

        if (target.Count > 0)
        {
            mapped.Need("audio")["output"] = target;
        }
    }
}
