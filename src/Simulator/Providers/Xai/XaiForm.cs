using System.Text.Json.Nodes;
using Realtime.Simulator.Forms;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;
using Realtime.Simulator.Shapes;
using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Providers.Xai;

/// <summary>xAI's form: the current form's event names, a session that is flat for some fields and nested for audio. One belongs to one connection.</summary>
internal sealed class XaiForm : IWireForm
{
    // Nothing else of a session is heeded, whatever a client sends.
    private static readonly string[] Heeded = ["instructions", "voice", "reasoning", "turn_detection", "resumption", "audio", "tools", "replace"];

    private static readonly VadSettings VadDefaults = new(0.85, 333, 500);

    private readonly XaiEvents _events = new();

    public JsonObject NewSession(SessionSeed seed) => new()
    {
        ["id"] = seed.Id,
        ["object"] = "realtime.session",
        ["model"] = seed.Model,
        ["instructions"] = "",
        ["voice"] = "eve",
        ["reasoning"] = new JsonObject { ["effort"] = "high" },
        ["turn_detection"] = TurnDetection("server_vad"),
        ["resumption"] = new JsonObject { ["enabled"] = false },
        ["audio"] = new JsonObject
        {
            ["input"] = new JsonObject { ["format"] = Pcm(), ["transport"] = "json" },
            ["output"] = new JsonObject { ["format"] = Pcm(), ["transport"] = "json", ["speed"] = 1.0 },
        },
        ["tools"] = new JsonArray(),
    };

    public FieldProblem? Check(string type, JsonObject clientEvent, SessionKind kind) => XaiShapes.Events.Check(type, clientEvent);

    public FieldProblem? Update(JsonObject session, JsonObject patch, bool hasSpoken)
    {
        var heeded = new JsonObject();
        foreach (var name in Heeded.Where(patch.ContainsKey))
        {
            heeded[name] = patch[name]?.DeepClone();
        }

        // Where the current form has these, they are taken and have no effect.
        heeded.Object("audio").Object("input")?.Remove("turn_detection");
        heeded.Object("audio").Object("input")?.Remove("noise_reduction");
        heeded.Object("audio").Object("output")?.Remove("voice");
        if (patch.Object("input_audio_transcription") is { } flat)
        {
            SessionMerge.Apply(session, new() { ["audio"] = new JsonObject { ["input"] = new JsonObject { ["transcription"] = flat.DeepClone() } } }, TurnDetection);
        }

        SessionMerge.Apply(session, heeded, TurnDetection);
        return null;
    }

    public SessionSettings Read(JsonObject session)
    {
        var input = session.Object("audio").Object("input");
        var output = session.Object("audio").Object("output");
        return new()
        {
            Instructions = session.Text("instructions") ?? "",
            InputFormat = AudioFormats.ReadObject(input.Object("format")),
            OutputFormat = AudioFormats.ReadObject(output.Object("format")),
            TranscriptionModel = input.Object("transcription").Text("model"),
            TurnDetection = SettingsReading.Turns(session.Object("turn_detection"), VadDefaults),
            Voice = session["voice"],
            Tools = session.Array("tools") ?? [],
            SendsBinaryAudio = output.Text("transport") == "binary",
            IsResumable = session.Object("resumption").Flag("enabled") == true,
        };
    }

    public SessionSettings Override(SessionSettings settings, JsonObject parameters) => settings with
    {
        SpeaksAudio = parameters.Array("modalities") is { } modalities ? modalities.Any(entry => entry?.ToString() == "audio") : settings.SpeaksAudio,
        Instructions = parameters.Text("instructions") ?? settings.Instructions,
    };

    public IEnumerable<JsonObject> Rewrite(JsonObject serverEvent) => _events.Rewrite(serverEvent);

    private static JsonObject? TurnDetection(string? type) => new()
    {
        ["type"] = type ?? "server_vad",
        ["threshold"] = VadDefaults.Threshold,
        ["silence_duration_ms"] = VadDefaults.SilenceMs,
        ["prefix_padding_ms"] = VadDefaults.PrefixPaddingMs,
        ["idle_timeout_ms"] = null,
    };

    private static JsonObject Pcm() => new() { ["type"] = "audio/pcm", ["rate"] = 24000 };
}
