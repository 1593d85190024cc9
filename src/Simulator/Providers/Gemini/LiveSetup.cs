using System.Text.Json.Nodes;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>A connection's setup, checked and read.</summary>
internal sealed class LiveSetup
{
    private static readonly string[] TextModels = ["gemini-2.0-flash-live-001", "gemini-live-2.5-flash-preview"];

    private LiveSetup(JsonObject json, string model) => (Json, Model) = (json, model);

    /// <summary>The setup as it came.</summary>
    public JsonObject Json { get; }

    /// <summary>The model's bare name.</summary>
    public string Model { get; }

    /// <summary>Whether the generation takes content at its start alone.</summary>
    public bool IsRestricted => Model.StartsWith("gemini-3.1", StringComparison.Ordinal);

    /// <summary>Whether instructions and tools can be changed.</summary>
    public bool TakesContextUpdate => Model.StartsWith("gemini-3.8", StringComparison.Ordinal);

    public bool SpeaksAudio => Json.Object("generationConfig").Array("responseModalities")?[0]?.ToString() != "TEXT";

    public bool FindsTurns => Json.Object("realtimeInputConfig").Object("automaticActivityDetection").Flag("disabled") != true;

    public bool Interrupts => Json.Object("realtimeInputConfig").Text("activityHandling") != "NO_INTERRUPTION";

    public bool TranscribesInput => Json.ContainsKey("inputAudioTranscription");

    public bool TranscribesOutput => Json.ContainsKey("outputAudioTranscription");

    public bool WantsHandles => Json.ContainsKey("sessionResumption");

    public string? Handle => Json.Object("sessionResumption").Text("handle");

    public bool BeginsWithHistory => Json.Object("historyConfig").Flag("initialHistoryInClientContent") == true;

    public VadSettings Vad
    {
        get
        {
            var detection = Json.Object("realtimeInputConfig").Object("automaticActivityDetection");
            var threshold = detection.Text("startOfSpeechSensitivity") == "START_SENSITIVITY_LOW" ? 0.7 : 0.5;
            return new(threshold, (int)(detection.Number("prefixPaddingMs") ?? 20), (int)(detection.Number("silenceDurationMs") ?? 500));
        }
    }

    /// <summary>The settings as the model reads them.</summary>
    public SessionSettings Settings => new()
    {
        Instructions = string.Join('\n', (Json.Object("systemInstruction").Array("parts") ?? []).OfType<JsonObject>().Select(part => part.Text("text"))),
        SpeaksAudio = SpeaksAudio,
        Tools = new JsonArray([.. (Json.Array("tools") ?? []).OfType<JsonObject>()
            .SelectMany(tool => (tool.Array("functionDeclarations") ?? []).OfType<JsonObject>())
            .Select(function => (JsonNode)new JsonObject
            {
                ["type"] = "function", ["name"] = function.Text("name"), ["parameters"] = function["parameters"]?.DeepClone() ?? function["parametersJsonSchema"]?.DeepClone(),
            })]),
        MaxOutputTokens = (int?)Json.Object("generationConfig").Number("maxOutputTokens"),
    };

    /// <summary>Reads a setup.</summary>
    /// <returns>It, or how the connection ends.</returns>
    public static (LiveSetup? Setup, LiveClose? Close) Read(JsonObject json, ILiveService service)
    {
        var generation = json.Object("generationConfig");
        var input = json.Object("realtimeInputConfig");
        var problem = LiveFields.Unknown(json, LiveFields.Setup)
            ?? (generation is null ? null : LiveFields.Unknown(generation, LiveFields.Generation))
            ?? (input is null ? null : LiveFields.Unknown(input, LiveFields.RealtimeInputConfig))
            ?? (input.Object("automaticActivityDetection") is { } detection ? LiveFields.Unknown(detection, LiveFields.Detection) : null);
        if (problem is not null)
        {
            return (null, problem);
        }

        if (json.Text("model") is not { } name || service.ModelOf(name) is not { } model)
        {
            return (null, LiveClose.InvalidArgument);
        }

        if (model.Contains("missing", StringComparison.Ordinal))
        {
            return (null, new(1008, $"{name} is not found for API version v1beta, or is not supported for bidiGenerateContent."));
        }

        var modalities = generation.Array("responseModalities");
        var speaks = modalities is null || modalities is [{ } only] && only.ToString() is "AUDIO";
        var writes = modalities is [{ } text] && text.ToString() is "TEXT" && TextModels.Contains(model);
        var isKnown = speaks || writes;
        return isKnown && HasValidTools(json) && HasStringLimits(json) ? (new(json, model), null) : (null, LiveClose.InvalidArgument);
    }

    /// <summary>Makes the setup after a <c>contextUpdate</c>.</summary>
    public LiveSetup With(JsonObject update)
    {
        var json = (JsonObject)Json.DeepClone();
        if (update.Object("systemInstruction") is { } instruction)
        {
            json["systemInstruction"] = instruction.DeepClone();
        }

        if (update.Object("tools").Array("tools") is { } tools)
        {
            json["tools"] = tools.DeepClone();
        }

        return new(json, Model);
    }

    private static bool HasValidTools(JsonObject json) => (json.Array("tools") ?? []).OfType<JsonObject>()
        .SelectMany(tool => (tool.Array("functionDeclarations") ?? []).OfType<JsonObject>())
        .All(function => function.Text("name") is { Length: > 0 and <= 128 } name && (char.IsAsciiLetter(name[0]) || name[0] == '_')
            && (function.Object("parameters") is not { } parameters || IsSchema(parameters)));

    // The service's schema: types in capitals, no empty properties, nothing of JSON Schema's own.
    private static bool IsSchema(JsonObject schema) =>
        !schema.ContainsKey("$schema") && !schema.ContainsKey("additionalProperties") && !schema.ContainsKey("$ref")
        && (schema.Text("type") is not { } type || type.All(char.IsAsciiLetterUpper))
        && schema.Object("properties") is not { Count: 0 }
        && (schema.Object("properties")?.All(property => property.Value is JsonObject inner && IsSchema(inner)) ?? true)
        && (schema.Object("items") is not { } items || IsSchema(items));

    // int64 in proto3 JSON.
    private static bool HasStringLimits(JsonObject json)
    {
        var compression = json.Object("contextWindowCompression");
        return (compression?["triggerTokens"] is not { } trigger || trigger.GetValueKind() == System.Text.Json.JsonValueKind.String)
            && (compression.Object("slidingWindow")?["targetTokens"] is not { } target || target.GetValueKind() == System.Text.Json.JsonValueKind.String);
    }
}
