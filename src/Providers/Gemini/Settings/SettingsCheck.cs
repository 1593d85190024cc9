using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Providers.Gemini.Models;
using Realtime.Providers.Json;
using Realtime.Providers.Sessions;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>Looks for what a client's settings ask of the service in vain. One bad field refuses the whole update, as with OpenAI.</summary>
internal static class SettingsCheck
{
    private static readonly string[] Efforts = ["minimal", "low", "medium", "high", "xhigh"];

    /// <summary>Checks a <c>session.update</c>.</summary>
    /// <param name="patch">Its <c>session</c>.</param>
    /// <param name="traits">The model.</param>
    /// <param name="voiceIsFixed">The voice that can no longer be changed, since audio was heard; null while it can.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static Refusal? Session(JsonObject patch, ModelTraits traits, string? voiceIsFixed) =>
        Unknown(patch) ?? Kind(patch) ?? Shape(patch) ?? Modalities(patch, "session") ?? Common(patch, "session", traits) ?? Whole(patch)
        ?? Input(patch.Child("audio")?.Child("input")) ?? Output(patch.Child("audio")?.Child("output"), voiceIsFixed);

    /// <summary>Checks <c>output_modalities</c>.</summary>
    /// <param name="tree">The object that may have it.</param>
    /// <param name="path">The object's path.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static Refusal? Modalities(JsonObject tree, string path)
    {
        if (!tree.ContainsKey("output_modalities"))
        {
            return null;
        }

        return tree["output_modalities"] is JsonArray { Count: 1 } list && list[0].AsText() is "audio" or "text"
            ? null
            : Refusal.Invalid(path + ".output_modalities", "Give [\"audio\"] or [\"text\"].");
    }

    /// <summary>Checks what the settings of a session and of a response share.</summary>
    /// <param name="tree">The settings.</param>
    /// <param name="path">Their path.</param>
    /// <param name="traits">The model.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static Refusal? Common(JsonObject tree, string path, ModelTraits traits)
    {
        if (tree["prompt"] is not null)
        {
            return Refusal.Unsupported(path + ".prompt", "Stored prompts are OpenAI's; give the text as instructions.");
        }

        if (tree["parallel_tool_calls"] is JsonValue parallel && parallel.GetValueKind() == JsonValueKind.False)
        {
            return Refusal.Unsupported(path + ".parallel_tool_calls", "The service decides by itself how many functions it calls at once.");
        }

        if (tree["tool_choice"] is { } choice && choice.AsText() is not ("auto" or "none"))
        {
            return Refusal.Unsupported(path + ".tool_choice", "The service cannot be made to call a function; use \"auto\" or \"none\".");
        }

        if (tree["reasoning"] is JsonObject reasoning)
        {
            if (!traits.TakesThinking)
            {
                return Refusal.Unsupported(path + ".reasoning", "This model decides by itself how much it thinks.");
            }

            if (reasoning["effort"] is { } effort && !Efforts.Contains(effort.AsText()))
            {
                return Refusal.Invalid(path + ".reasoning.effort", "Give minimal, low, medium, high or xhigh.");
            }
        }

        return Limit(tree["max_output_tokens"], path + ".max_output_tokens") ?? Tools(tree, path);
    }

    private static Refusal? Unknown(JsonObject patch) =>
        SessionObject.UnknownField(patch) is { } unknown
            ? new Refusal("unknown_parameter", $"Unknown parameter: 'session.{unknown}'.", $"session.{unknown}")
            : null;

    private static Refusal? Shape(JsonObject patch)
    {
        if (patch["instructions"] is not null && patch.Text("instructions") is null)
        {
            return Refusal.Invalid("session.instructions", "Give a text.");
        }

        if (patch["tools"] is not (null or JsonArray))
        {
            return Refusal.Invalid("session.tools", "Give a list of tools.");
        }

        return Object(patch, "audio", "session.audio") ?? Object(patch.Child("audio"), "input", "session.audio.input")
            ?? Object(patch.Child("audio"), "output", "session.audio.output")
            ?? Object(patch.Child("audio")?.Child("input"), "transcription", "session.audio.input.transcription")
            ?? Object(patch.Child("audio")?.Child("input"), "turn_detection", "session.audio.input.turn_detection");
    }

    private static Refusal? Object(JsonObject? owner, string name, string path) =>
        owner?[name] is null or JsonObject ? null : Refusal.Invalid(path, "Give an object.");

    private static Refusal? Kind(JsonObject patch) => patch.Text("type") switch
    {
        null or "realtime" => null,
        "transcription" => Refusal.Unsupported("session.type", "The service has no transcription sessions; use type \"realtime\"."),
        _ => Refusal.Invalid("session.type", "Give \"realtime\"."),
    };

    private static Refusal? Limit(JsonNode? limit, string path) => limit switch
    {
        null => null,
        _ when limit.AsText() == "inf" => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var count) && count >= 1 => null,
        _ => Refusal.Invalid(path, "Give a whole number of at least 1, or \"inf\"."),
    };

    private static Refusal? Tools(JsonObject tree, string path)
    {
        if (tree["tools"] is not JsonArray tools)
        {
            return null;
        }

        for (var i = 0; i < tools.Count; i++)
        {
            if (tools[i] is not JsonObject tool || tool.Text("type") is not (null or "function"))
            {
                return Refusal.Unsupported($"{path}.tools[{i}].type", "The service knows function tools alone.");
            }

            if (!FunctionNames.IsValid(tool.Text("name")))
            {
                return Refusal.Invalid(
                    $"{path}.tools[{i}].name", "A name begins with a letter or _ and has at most 128 letters, digits, and . : _ -");
            }
        }

        return null;
    }

    private static Refusal? Whole(JsonObject patch)
    {
        if (patch["include"] is JsonArray { Count: > 0 })
        {
            return Refusal.Unsupported("session.include", "The service gives no log probabilities.");
        }

        if (patch["temperature"] is { } temperature
            && (patch.Number("temperature") is not { } value || temperature.GetValueKind() != JsonValueKind.Number || value is < 0 or > 2))
        {
            return Refusal.Invalid("session.temperature", "Give a number from 0 to 2.");
        }

        return null;
    }

    private static Refusal? Input(JsonObject? input)
    {
        if (input is null)
        {
            return null;
        }

        if (Format(input, "session.audio.input.format") is { } refusal)
        {
            return refusal;
        }

        return input["turn_detection"] is JsonObject detection ? Detection(detection) : null;
    }

    private static Refusal? Detection(JsonObject detection)
    {
        const string Path = "session.audio.input.turn_detection";
        if (detection.Text("type") is not (null or "server_vad" or "semantic_vad"))
        {
            return Refusal.Invalid(Path + ".type", "Give server_vad or semantic_vad, or null for turns that the client ends.");
        }

        if (detection["idle_timeout_ms"] is not null)
        {
            return Refusal.Unsupported(Path + ".idle_timeout_ms", "The service does not speak up by itself.");
        }

        if (detection["threshold"] is not null && detection.Number("threshold") is not (>= 0 and <= 1))
        {
            return Refusal.Invalid(Path + ".threshold", "Give a number from 0 to 1.");
        }

        foreach (var field in (string[])["prefix_padding_ms", "silence_duration_ms"])
        {
            if (detection[field] is not null && detection.Int(field) is not >= 0)
            {
                return Refusal.Invalid($"{Path}.{field}", "Give a whole number of milliseconds.");
            }
        }

        return detection["eagerness"] is not null && detection.Text("eagerness") is not ("low" or "medium" or "high" or "auto")
            ? Refusal.Invalid(Path + ".eagerness", "Give low, medium, high or auto.")
            : null;
    }

    private static Refusal? Output(JsonObject? output, string? fixedVoice)
    {
        if (output is null)
        {
            return null;
        }

        if (output["voice"] is { } voice)
        {
            if (voice.AsText() is not { Length: > 0 } name)
            {
                return Refusal.Unsupported("session.audio.output.voice", "Custom voices are OpenAI's; give a voice's name.");
            }

            if (fixedVoice is not null && name != fixedVoice)
            {
                return new Refusal(
                    "cannot_update_voice", "The voice cannot be changed after the model has spoken.", "session.audio.output.voice");
            }
        }

        return Format(output, "session.audio.output.format");
    }

    private static Refusal? Format(JsonObject owner, string path) =>
        owner["format"] is not { } node
        || (node is JsonObject format && AudioFormat.FromName(format.Text("type"), format.Int("rate")) is not null)
            ? null
            : Refusal.Invalid(path, "Give audio/pcm with a rate of 24000, 16000 or 8000, audio/pcmu or audio/pcma.");
}
