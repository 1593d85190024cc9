using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>Finds what is wrong with the audio settings of an update.</summary>
internal static class AudioCheck
{
    private const string Input = "session.audio.input.";
    private const string Output = "session.audio.output.";
    private const string Formats = "audio/pcm with a rate of 24000, audio/pcmu or audio/pcma";

    /// <summary>Checks them.</summary>
    /// <param name="audio">The <c>audio</c> of an update, or null.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static FieldRefusal? Find(JsonNode? audio) => audio switch
    {
        null => null,
        JsonObject settings when settings["input"] is not (null or JsonObject) => FieldRefusal.Invalid("session.audio.input", "an object"),
        JsonObject settings when settings["output"] is not (null or JsonObject) => FieldRefusal.Invalid("session.audio.output", "an object"),
        JsonObject settings => FindInput(settings.Child("input") ?? []) ?? FindOutput(settings.Child("output") ?? []),
        _ => FieldRefusal.Invalid("session.audio", "an object"),
    };

    private static FieldRefusal? FindInput(JsonObject input) =>
        AudioFormatMap.Read(input["format"]) is null ? FieldRefusal.Invalid(Input + "format", Formats)
        : input.Has("noise_reduction") ? FieldRefusal.Unsupported(Input + "noise_reduction", "Nova Sonic has no setting for it.")
        : input["transcription"] is not (null or JsonObject) ? FieldRefusal.Invalid(Input + "transcription", "an object or null")
        : Turns(input["turn_detection"]);

    private static FieldRefusal? Turns(JsonNode? detection) => detection switch
    {
        null => null,
        JsonObject turns when turns.Has("idle_timeout_ms") =>
            FieldRefusal.Unsupported(Input + "turn_detection.idle_timeout_ms", "Nova Sonic does not speak up by itself."),
        JsonObject turns when turns.Text("type") is "server_vad" or "semantic_vad" || !turns.ContainsKey("type") =>
            turns.Has("eagerness") && turns.Text("eagerness") is not ("auto" or "low" or "medium" or "high")
                ? FieldRefusal.Invalid(Input + "turn_detection.eagerness", "auto, low, medium or high")
            : turns.Has("silence_duration_ms") && turns.Number("silence_duration_ms") is not >= 0
                ? FieldRefusal.Invalid(Input + "turn_detection.silence_duration_ms", "a number of milliseconds")
            : turns.Has("threshold") && turns.Number("threshold") is not (>= 0 and <= 1)
                ? FieldRefusal.Invalid(Input + "turn_detection.threshold", "a number from 0 to 1")
            : null,
        _ => FieldRefusal.Invalid(Input + "turn_detection.type", "server_vad or semantic_vad"),
    };

    private static FieldRefusal? FindOutput(JsonObject output) =>
        AudioFormatMap.Read(output["format"]) is null ? FieldRefusal.Invalid(Output + "format", Formats)
        : output["voice"] is JsonObject ? FieldRefusal.Unsupported(Output + "voice", "Nova Sonic has no custom voices: give a name.")
        : output["voice"] is not null && output.Id("voice") is null ? FieldRefusal.Invalid(Output + "voice", "the name of a voice")
        : output.Has("speed") && output.Number("speed") is not 1
            ? FieldRefusal.Unsupported(Output + "speed", "Nova Sonic speaks at one speed: leave it at 1.")
        : null;
}
