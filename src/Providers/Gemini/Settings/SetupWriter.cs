using System.Text.Json.Nodes;
using Realtime.Providers.Gemini.Models;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>Makes <c>setup</c>, the one message that settles a connection, of a session's settings.</summary>
internal static class SetupWriter
{
    /// <summary>Makes the setup, without a resumption handle.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="traits">The model.</param>
    /// <param name="voices">The deployment's <c>voice_map</c>.</param>
    /// <param name="transcribes">Whether the user's speech is transcribed even though the client does not ask for it now.</param>
    /// <returns>The setup.</returns>
    public static JsonObject Write(LiveSettings settings, ModelTraits traits, IReadOnlyDictionary<string, string> voices, bool transcribes)
    {
        var setup = new JsonObject { ["model"] = traits.SetupModel, ["generationConfig"] = Generation(settings, traits, voices) };
        if (settings.Instructions.Length > 0)
        {
            setup["systemInstruction"] = Instruction(settings.Instructions);
        }

        if (ToolMap.Map(settings.Tools) is { } tools)
        {
            setup["tools"] = tools;
        }

        setup["realtimeInputConfig"] = TurnDetectionMap.Map(settings);
        if (settings.ShowsTranscription || transcribes)
        {
            setup["inputAudioTranscription"] = settings.Language is { } language
                ? new JsonObject { ["languageCodes"] = new JsonArray(language) }
                : new JsonObject();
        }

        setup["outputAudioTranscription"] = new JsonObject();
        setup["sessionResumption"] = new JsonObject();
        if (CompressionMap.Map(settings.Session["truncation"]) is { } compression)
        {
            setup["contextWindowCompression"] = compression;
        }

        return setup;
    }

    /// <summary>Makes the <c>Content</c> of instructions.</summary>
    /// <param name="text">The instructions.</param>
    /// <returns>The content.</returns>
    public static JsonObject Instruction(string text) =>
        new() { ["parts"] = new JsonArray(new JsonObject { ["text"] = text }), ["role"] = "user" };

    private static JsonObject Generation(LiveSettings settings, ModelTraits traits, IReadOnlyDictionary<string, string> voices)
    {
        var asText = settings.WritesText && !traits.IsAudioOnly;
        var generation = new JsonObject { ["responseModalities"] = new JsonArray(asText ? "TEXT" : "AUDIO") };
        if (settings.Session.Number("temperature") is { } temperature)
        {
            generation["temperature"] = temperature;
        }

        if (settings.Session.Int("max_output_tokens") is { } limit)
        {
            generation["maxOutputTokens"] = limit;
        }

        if (!asText)
        {
            generation["speechConfig"] = new JsonObject
            {
                ["voiceConfig"] = new JsonObject
                {
                    ["prebuiltVoiceConfig"] = new JsonObject { ["voiceName"] = VoiceMap.Map(settings.Voice, voices) },
                },
            };
        }

        if (ThinkingMap.Map(settings.Session.Child("reasoning")?.Text("effort"), traits.Family) is { } thinking)
        {
            generation["thinkingConfig"] = thinking;
        }

        return generation;
    }
}
