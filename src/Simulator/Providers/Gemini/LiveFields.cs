using System.Text.Json.Nodes;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>The fields that messages may have; the service closes on any other.</summary>
internal static class LiveFields
{
    public static readonly string[] Setup =
    [
        "model", "generationConfig", "systemInstruction", "tools", "realtimeInputConfig", "sessionResumption", "contextWindowCompression",
        "inputAudioTranscription", "outputAudioTranscription", "proactivity", "historyConfig", "explicitVadSignal", "safetySettings",
        "avatarConfig", "labels",
    ];

    public static readonly string[] Generation =
    [
        "responseModalities", "temperature", "topP", "topK", "maxOutputTokens", "seed", "candidateCount", "presencePenalty",
        "frequencyPenalty", "mediaResolution", "speechConfig", "thinkingConfig", "enableAffectiveDialog", "translationConfig",
    ];

    public static readonly string[] RealtimeInputConfig = ["automaticActivityDetection", "activityHandling", "turnCoverage"];

    public static readonly string[] Detection =
        ["disabled", "startOfSpeechSensitivity", "endOfSpeechSensitivity", "prefixPaddingMs", "silenceDurationMs"];

    public static readonly string[] RealtimeInput =
        ["audio", "video", "text", "activityStart", "activityEnd", "audioStreamEnd", "mediaChunks"];

    public static readonly string[] ClientContent = ["turns", "turnComplete"];

    public static readonly string[] FunctionResponse = ["id", "name", "response", "scheduling", "willContinue"];

    public static readonly string[] Content = ["role", "parts"];

    /// <summary>Finds a field that is not known.</summary>
    public static LiveClose? Unknown(JsonObject value, string[] known)
    {
        var unknown = value.Select(member => member.Key).FirstOrDefault(name => !known.Contains(name));
        return unknown is null ? null : LiveClose.UnknownName(unknown);
    }
}
