using System.Text.Json.Nodes;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Forms;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;
using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Providers.OpenAi;

/// <summary>The current form of the protocol, as OpenAI and Azure's v1 path speak it.</summary>
/// <param name="takesAnyTranscriptionModel">Azure names deployments there, OpenAI its own models.</param>
internal sealed class GaForm(bool takesAnyTranscriptionModel) : IWireForm
{
    private static readonly string[] TranscriptionModels = ["whisper-1", "gpt-transcribe", "gpt-live-transcribe", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-realtime-whisper"];

    private static readonly VadSettings VadDefaults = new(0.5, 300, 200);

    private static readonly EventShapes RealtimeEvents = new(Tagged(GaShapes.RealtimeSession), GaItemShapes.AnyItem, GaShapes.ResponseParameters);

    private static readonly EventShapes TranscriptionEvents =
        new EventShapes(Tagged(GaShapes.TranscriptionSession), GaItemShapes.AnyItem, GaShapes.ResponseParameters).Without("response.create").Without("response.cancel");

    public JsonObject NewSession(SessionSeed seed) => GaSessions.New(seed);

    public FieldProblem? Check(string type, JsonObject clientEvent, SessionKind kind)
    {
        var isUpdate = type == "session.update";
        var wanted = clientEvent.Object("session").Text("type");
        if (isUpdate && wanted is "realtime" or "transcription" && wanted == "transcription" != (kind == SessionKind.Transcription))
        {
            return new("invalid_value", $"Passing a {wanted} session update event to a {(kind == SessionKind.Transcription ? "transcription" : "realtime")} session is not allowed.", "session.type");
        }

        var problem = (kind == SessionKind.Transcription ? TranscriptionEvents : RealtimeEvents).Check(type, clientEvent);
        return problem ?? (isUpdate ? CheckTranscription(clientEvent.Object("session").Object("audio").Object("input").Object("transcription")) : null);
    }

    public FieldProblem? Update(JsonObject session, JsonObject patch, bool hasSpoken)
    {
        var problem = CheckChange(session, patch, hasSpoken);
        if (problem is null)
        {
            SessionMerge.Apply(session, patch, GaSessions.TurnDetection);
            AddRates(session);
        }

        return problem;
    }

    public SessionSettings Read(JsonObject session)
    {
        var input = session.Object("audio").Object("input");
        var output = session.Object("audio").Object("output");
        return new()
        {
            SpeaksAudio = SpeaksAudio(session),
            Instructions = session.Text("instructions") ?? "",
            InputFormat = AudioFormats.ReadObject(input.Object("format")),
            OutputFormat = AudioFormats.ReadObject(output.Object("format")),
            TranscriptionModel = input.Object("transcription") is { } transcription ? transcription.Text("model") ?? "whisper-1" : null,
            WantsLogProbabilities = SettingsReading.HasLogProbabilities(session.Array("include")),
            TurnDetection = SettingsReading.Turns(input.Object("turn_detection"), VadDefaults),
            Voice = output?["voice"],
            Tools = session.Array("tools") ?? [],
            ToolChoice = session["tool_choice"],
            MaxOutputTokens = SettingsReading.TokenLimit(session["max_output_tokens"]),
        };
    }

    public SessionSettings Override(SessionSettings settings, JsonObject parameters)
    {
        var output = parameters.Object("audio").Object("output");
        return settings with
        {
            SpeaksAudio = parameters.ContainsKey("output_modalities") ? SpeaksAudio(parameters) : settings.SpeaksAudio,
            Instructions = parameters.Text("instructions") ?? settings.Instructions,
            OutputFormat = output.Object("format") is { } format ? AudioFormats.ReadObject(format) : settings.OutputFormat,
            Voice = output?["voice"] ?? settings.Voice,
            Tools = parameters.Array("tools") ?? settings.Tools,
            ToolChoice = parameters["tool_choice"] ?? settings.ToolChoice,
            MaxOutputTokens = parameters.ContainsKey("max_output_tokens") ? SettingsReading.TokenLimit(parameters["max_output_tokens"]) : settings.MaxOutputTokens,
        };
    }

    public IEnumerable<JsonObject> Rewrite(JsonObject serverEvent)
    {
        if (serverEvent.Text("type") == "conversation.item.truncated")
        {
            serverEvent.Remove(ItemCommands.KeptTranscript);
        }

        return [serverEvent];
    }

    private static TypedSessionShape Tagged(Shape session) => new(session);

    private static bool SpeaksAudio(JsonObject session) => session.Array("output_modalities")?.Any(entry => entry?.ToString() == "audio") == true;

    private static FieldProblem? CheckChange(JsonObject session, JsonObject patch, bool hasSpoken)
    {
        if (patch.Text("model") is { } model && session.Text("model") is { } present && model != present)
        {
            return new("invalid_value", "The model of a session cannot be changed.", "session.model");
        }

        if (session["tracing"] is not null && patch.TryGetPropertyValue("tracing", out var tracing) && !JsonNode.DeepEquals(session["tracing"], tracing))
        {
            return new("invalid_value", "Tracing cannot be changed once it is on.", "session.tracing");
        }

        var voice = patch.Object("audio").Object("output")?["voice"];
        if (hasSpoken && voice is not null && !JsonNode.DeepEquals(voice, session.Object("audio").Object("output")?["voice"]))
        {
            return new("cannot_update_voice", "Cannot update a conversation's voice if assistant audio is present.", "session.audio.output.voice");
        }

        var input = patch.Object("audio").Object("input");
        var needsType = input.Object("turn_detection") is { } turns && !turns.ContainsKey("type") && session.Object("audio").Object("input")?["turn_detection"] is null;
        return needsType ? FieldProblem.Missing("session.audio.input.turn_detection.type") : null;
    }

    private static void AddRates(JsonObject session)
    {
        foreach (var side in session.Object("audio")!.Select(side => side.Value as JsonObject))
        {
            if (side.Object("format") is { } format && format.Text("type") == "audio/pcm")
            {
                format["rate"] = AudioFormat.Pcm24.Rate;
            }
        }
    }

    private FieldProblem? CheckTranscription(JsonObject? transcription)
    {
        const string Path = "session.audio.input.transcription";
        var model = transcription.Text("model");
        if (model is not null && !takesAnyTranscriptionModel && !TranscriptionModels.Any(known => model.StartsWith(known, StringComparison.Ordinal)))
        {
            return FieldProblem.WrongValue(Path + ".model", model, TranscriptionModels);
        }

        return transcription?.ContainsKey("delay") == true && model != "gpt-realtime-whisper" && !takesAnyTranscriptionModel
            ? new("invalid_value", $"'{Path}.delay' is only supported with 'gpt-realtime-whisper'.", Path + ".delay")
            : null;
    }
}
