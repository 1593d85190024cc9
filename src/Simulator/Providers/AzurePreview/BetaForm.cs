using System.Text.Json.Nodes;
using Realtime.Simulator.Forms;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;
using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Providers.AzurePreview;

/// <summary>The beta form of the protocol, as Azure's dated versions speak it. One belongs to one connection.</summary>
internal sealed class BetaForm : IWireForm
{
    private static readonly VadSettings VadDefaults = new(0.5, 300, 200);

    private readonly BetaEvents _events = new();

    public JsonObject NewSession(SessionSeed seed) => BetaSessions.New(seed);

    public FieldProblem? Check(string type, JsonObject clientEvent, SessionKind kind) =>
        (kind == SessionKind.Transcription ? BetaShapes.TranscriptionEvents : BetaShapes.RealtimeEvents).Check(type, clientEvent);

    public FieldProblem? Update(JsonObject session, JsonObject patch, bool hasSpoken)
    {
        if (patch.Text("model") is { } model && model != session.Text("model"))
        {
            return new("invalid_value", "The model of a session cannot be changed.", "session.model");
        }

        if (hasSpoken && patch["voice"] is { } voice && !JsonNode.DeepEquals(voice, session["voice"]))
        {
            return new("cannot_update_voice", "Cannot update a conversation's voice if assistant audio is present.", "session.voice");
        }

        if (patch.Object("turn_detection") is { } turns && !turns.ContainsKey("type") && session["turn_detection"] is null)
        {
            return FieldProblem.Missing("session.turn_detection.type");
        }

        SessionMerge.Apply(session, patch, BetaSessions.TurnDetection);
        if (session.Object("turn_detection").Text("type") is null or "none")
        {
            session["turn_detection"] = null;
        }

        return null;
    }

    public SessionSettings Read(JsonObject session)
    {
        var settings = new SessionSettings
        {
            SpeaksAudio = SpeaksAudio(session),
            Instructions = session.Text("instructions") ?? "",
            InputFormat = AudioFormats.ReadName(session.Text("input_audio_format")),
            OutputFormat = AudioFormats.ReadName(session.Text("output_audio_format")),
            TranscriptionModel = session.Object("input_audio_transcription") is { } transcription ? transcription.Text("model") ?? "whisper-1" : null,
            WantsLogProbabilities = SettingsReading.HasLogProbabilities(session.Array("include")),
            TurnDetection = SettingsReading.Turns(session.Object("turn_detection"), VadDefaults),
            Voice = session["voice"],
            Tools = session.Array("tools") ?? [],
            ToolChoice = session["tool_choice"],
            MaxOutputTokens = SettingsReading.TokenLimit(session["max_response_output_tokens"]),
        };
        _events.Temperature = session.Number("temperature") ?? 0.8;
        return settings;
    }

    public SessionSettings Override(SessionSettings settings, JsonObject parameters)
    {
        var limit = parameters["max_output_tokens"] ?? parameters["max_response_output_tokens"];
        return settings with
        {
            SpeaksAudio = parameters.ContainsKey("modalities") ? SpeaksAudio(parameters) : settings.SpeaksAudio,
            Instructions = parameters.Text("instructions") ?? settings.Instructions,
            OutputFormat = parameters.Text("output_audio_format") is { } format ? AudioFormats.ReadName(format) : settings.OutputFormat,
            Voice = parameters["voice"] ?? settings.Voice,
            Tools = parameters.Array("tools") ?? settings.Tools,
            ToolChoice = parameters["tool_choice"] ?? settings.ToolChoice,
            MaxOutputTokens = limit is null ? settings.MaxOutputTokens : SettingsReading.TokenLimit(limit),
        };
    }

    public IEnumerable<JsonObject> Rewrite(JsonObject serverEvent) => _events.Rewrite(serverEvent) is { } rewritten ? [rewritten] : [];

    private static bool SpeaksAudio(JsonObject session) => session.Array("modalities")?.Any(entry => entry?.ToString() == "audio") == true;
}
