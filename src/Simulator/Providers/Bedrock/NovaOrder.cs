using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>The order in which events may come, and what they must hold. It answers with the service's messages.</summary>
internal sealed class NovaOrder(bool isFirstGeneration)
{
    private const string HistoryFirst = "Chat history should be sent completely before streaming audio.";
    private const int MaxTextBytes = 1024;
    private const int MaxHistoryBytes = 40 * 1024;

    private static readonly string[] FirstVoices = ["tiffany", "matthew", "amy", "lupe", "carlos", "ambre", "florian", "greta", "lennart", "beatrice", "lorenzo"];

    private static readonly string[] SecondVoices =
        ["tiffany", "matthew", "amy", "olivia", "lupe", "carlos", "ambre", "florian", "tina", "lennart", "beatrice", "lorenzo", "carolina", "leo", "kiara", "arjun"];

    private readonly Dictionary<string, JsonObject> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private string? _prompt;
    private string? _lastHistoryRole;
    private int _historyBytes;
    private bool _session;
    private bool _system;
    private bool _audio;
    private bool _promptEnded;

    /// <summary>Checks the next event.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Check(string name, JsonObject fields) => name switch
    {
        "sessionStart" => StartSession(fields),
        _ when !_session => "Session is not started: sessionStart must be the first event.",
        "promptStart" => StartPrompt(fields),
        "sessionEnd" => _prompt is not null && !_promptEnded ? "promptEnd is missing before sessionEnd." : null,
        _ when _prompt is null || fields.Text("promptName") != _prompt => "The prompt is unknown: promptName must be that of promptStart.",
        _ when _promptEnded => "The prompt is over.",
        "contentStart" => StartContent(fields),
        "textInput" => Text(fields),
        "audioInput" => Audio(fields),
        "toolResult" => Result(fields),
        "contentEnd" => _open.Remove(fields.Text("contentName") ?? "") ? null : "contentEnd names no open content.",
        "promptEnd" => EndPrompt(),
        _ => $"Unknown event {name}.",
    };

    private string? StartSession(JsonObject fields)
    {
        if (_session)
        {
            return "Session is already started.";
        }

        _session = true;
        var tokens = fields.Object("inferenceConfiguration").Number("maxTokens");
        return fields.Object("inferenceConfiguration") is null ? "inferenceConfiguration is required."
            : tokens is not null and (< 1 or > 10_000) ? "maxTokens is out of range."
            : fields.ContainsKey("turnDetectionConfiguration") && isFirstGeneration ? "turnDetectionConfiguration is not known."
            : fields.Object("turnDetectionConfiguration") is { } turns && turns.Text("endpointingSensitivity") is not ("HIGH" or "MEDIUM" or "LOW") ? "endpointingSensitivity is not valid."
            : null;
    }

    private string? StartPrompt(JsonObject fields)
    {
        if (_prompt is not null)
        {
            return "Prompt is already started.";
        }

        _prompt = fields.Text("promptName");
        var audio = fields.Object("audioOutputConfiguration");
        return string.IsNullOrEmpty(_prompt) ? "promptName is required."
            : (isFirstGeneration ? FirstVoices : SecondVoices).Contains(audio.Text("voiceId")) is false ? "Invalid voiceId."
            : Rate(audio) ?? Tools(fields.Object("toolConfiguration"));
    }

    private static string? Rate(JsonObject? audio) =>
        audio.Text("mediaType") != "audio/lpcm" || audio.Number("sampleRateHertz") is not (8000 or 16000 or 24000) || audio.Number("sampleSizeBits") is not 16
            || audio.Number("channelCount") is not 1 || audio.Text("encoding") != "base64"
            ? "Invalid audio configuration: sampleRateHertz must be 8000, 16000 or 24000."
            : null;

    private static string? Tools(JsonObject? configuration)
    {
        foreach (var tool in (configuration.Array("tools") ?? []).OfType<JsonObject>())
        {
            var spec = tool.Object("toolSpec");
            if (spec.Text("name") is not { Length: > 0 } || !IsObject(spec.Object("inputSchema").Text("json")))
            {
                return "Invalid tool: toolSpec needs a name and an inputSchema whose json is a string.";
            }
        }

        return null;
    }

    private string? StartContent(JsonObject fields)
    {
        var name = fields.Text("contentName");
        if (string.IsNullOrEmpty(name) || !_names.Add(name))
        {
            return "contentName must be unique.";
        }

        _open[name] = fields;
        switch (fields.Text("type"), fields.Text("role"))
        {
            case ("TEXT", "SYSTEM"):
                _system = true;
                return _audio || _lastHistoryRole is not null ? HistoryFirst : null;
            case ("TEXT", "USER" or "ASSISTANT") when fields.Flag("interactive") is true:
                return _system ? null : "A system prompt must come first.";
            case ("TEXT", "USER" or "ASSISTANT"):
                return !_system ? "A system prompt must come first." : _audio ? HistoryFirst : History(fields.Text("role")!);
            case ("AUDIO", "USER"):
                var was = _audio;
                _audio = true;
                return !_system ? "A system prompt must come first."
                    : was ? "Audio content is already started."
                    : _open.Values.Any(open => open.Text("type") == "TEXT") ? HistoryFirst
                    : Rate(fields.Object("audioInputConfiguration"));
            case ("TOOL", "TOOL"):
                return fields.Object("toolResultInputConfiguration").Text("toolUseId") is { Length: > 0 } ? null : "toolUseId is required.";
            default:
                return "Invalid content type or role.";
        }
    }

    private string? History(string role)
    {
        var isInOrder = _lastHistoryRole is null ? role == "USER" : role != _lastHistoryRole;
        _lastHistoryRole = role;
        return isInOrder ? null : "Chat history must begin with USER and alternate.";
    }

    private string? Text(JsonObject fields)
    {
        if (_open.GetValueOrDefault(fields.Text("contentName") ?? "") is not { } content || content.Text("type") != "TEXT")
        {
            return "textInput names no open text content.";
        }

        var bytes = Encoding.UTF8.GetByteCount(fields.Text("content") ?? "");
        if (bytes == 0)
        {
            return "Text content must not be empty.";
        }

        if (content.Text("role") != "SYSTEM")
        {
            _historyBytes += content.Flag("interactive") is true ? 0 : bytes;
            return bytes > MaxTextBytes || _historyBytes > MaxHistoryBytes ? "Text content is too long." : null;
        }

        return null;
    }

    private string? Audio(JsonObject fields) =>
        _open.GetValueOrDefault(fields.Text("contentName") ?? "") is not { } content || content.Text("type") != "AUDIO" ? "audioInput names no open audio content."
        : _open.Values.Any(open => open.Text("type") == "TEXT") ? HistoryFirst
        : null;

    private string? Result(JsonObject fields) =>
        _open.GetValueOrDefault(fields.Text("contentName") ?? "")?.Text("type") != "TOOL" ? "toolResult names no open tool content."
        : IsObject(fields.Text("content")) ? null
        : "Tool Response parsing error. The tool response must be valid JSON.";

    private string? EndPrompt()
    {
        _promptEnded = true;
        return _open.Count > 0 ? "contentEnd is missing before promptEnd."
            : _audio ? null
            : "At least one audio content is required.";
    }

    private static bool IsObject(string? json)
    {
        try
        {
            return json is not null && JsonNode.Parse(json) is JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
