using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>Rebuilds the GA session object from what xAI tells and from what the client set.</summary>
/// <remarks>
/// Source: the OpenAI Realtime API reference, session object. The client's own values win, also where xAI does not know the field or got
/// a mapped value: a client compares what comes back with what it sent.
/// </remarks>
internal static class SessionSnapshot
{
    private static readonly string[] Efforts = ["minimal", "low", "medium", "high", "xhigh"];

    /// <summary>Builds the session.</summary>
    /// <param name="told">xAI's session.</param>
    /// <param name="taken">The client's settings, in the GA form.</param>
    /// <param name="sessionId">The session's id, for when xAI tells none.</param>
    /// <returns>The GA session.</returns>
    public static JsonObject Build(JsonObject told, JsonObject taken, string sessionId)
    {
        var session = new JsonObject
        {
            ["type"] = "realtime",
            ["object"] = "realtime.session",
            ["id"] = told.Id("id") ?? sessionId,
        };
        told.CopyTo(session, "model", "expires_at");
        session["output_modalities"] = (told.List("output_modalities") ?? told.List("modalities")) is { Count: > 0 } modalities
            ? ModalitiesMap.ToCanonical(modalities)
            : new JsonArray("audio");
        session["instructions"] = told.Text("instructions") ?? "";
        session["tools"] = told.List("tools") is { } tools ? ToolMap.ToXai(tools, "", out _) : new JsonArray();
        session["tool_choice"] = told["tool_choice"]?.DeepClone() ?? "auto";
        session["max_output_tokens"] = "inf";
        session["truncation"] = "auto";
        session["tracing"] = null;
        session["prompt"] = null;
        session["include"] = null;
        session["audio"] = new JsonObject { ["input"] = Input(told), ["output"] = Output(told) };
        if (told.Child("reasoning") is { } reasoning && Efforts.Contains(reasoning.Text("effort")))
        {
            session["reasoning"] = reasoning.DeepClone();
        }

        told.CopyTo(session, "resumption", "replace");
        ClientSettings.Lay(session, taken);
        if (session.Child("audio")?.Child("input")?.Child("turn_detection") is { } detection)
        {
            detection.Fill("create_response", true);
            detection.Fill("interrupt_response", true);
        }

        return session;
    }

    private static JsonObject Input(JsonObject told)
    {
        var audio = told.Child("audio")?.Child("input");
        var transcription = audio?.Child("transcription") ?? told.Child("input_audio_transcription");
        return new JsonObject
        {
            ["format"] = Format(audio),
            ["transcription"] = transcription is null ? null : TranscriptionMap.ToCanonical(transcription),
            ["noise_reduction"] = null,
            ["turn_detection"] = TurnDetection(told, audio),
        };
    }

    private static JsonObject Output(JsonObject told)
    {
        var audio = told.Child("audio")?.Child("output");
        return new JsonObject
        {
            ["format"] = Format(audio),
            ["voice"] = told.Id("voice") ?? audio?.Id("voice") ?? "eve",
            ["speed"] = audio?.Number("speed") ?? 1.0,
        };
    }

    private static JsonNode Format(JsonObject? audio) =>
        audio?.Child("format")?.DeepClone() ?? new JsonObject { ["type"] = "audio/pcm", ["rate"] = 24000 };

    private static JsonObject? TurnDetection(JsonObject told, JsonObject? audio)
    {
        if (!told.TryGetPropertyValue("turn_detection", out var detection)
            && !(audio?.TryGetPropertyValue("turn_detection", out detection) ?? false))
        {
            // Source: xAI's voice documentation, the defaults.
            detection = new JsonObject { ["type"] = "server_vad", ["threshold"] = 0.85, ["prefix_padding_ms"] = 333 };
        }

        if (detection?.DeepClone() is not JsonObject copy || copy.Text("type") is null)
        {
            return null;
        }

        copy.Fill("idle_timeout_ms", null);
        return copy;
    }
}
