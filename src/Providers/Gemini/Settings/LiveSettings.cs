using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>A session's settings, read once.</summary>
/// <param name="session">The GA session object in force.</param>
internal sealed class LiveSettings(JsonObject session)
{
    private readonly JsonObject? _input = session.Child("audio")?.Child("input");
    private readonly JsonObject? _output = session.Child("audio")?.Child("output");

    /// <summary>Gets the GA session object.</summary>
    public JsonObject Session => session;

    /// <summary>Gets a value indicating whether answers are text.</summary>
    public bool WritesText { get; } = session["output_modalities"] is JsonArray { Count: > 0 } list && list[0].AsText() == "text";

    /// <summary>Gets the format of the client's audio.</summary>
    public AudioFormat InputFormat { get; } = Format(session.Child("audio")?.Child("input")?.Child("format"));

    /// <summary>Gets the format of the audio that the client gets.</summary>
    public AudioFormat OutputFormat { get; } = Format(session.Child("audio")?.Child("output")?.Child("format"));

    /// <summary>Gets how turns are found; null when the client ends them.</summary>
    public JsonObject? Detection => _input?.Child("turn_detection");

    /// <summary>Gets who finds the turns.</summary>
    public TurnMode Mode { get; } = Turns(session.Child("audio")?.Child("input")?.Child("turn_detection"));

    /// <summary>Gets a value indicating whether speech interrupts the answer.</summary>
    public bool Interrupts => Detection?.Flag("interrupt_response") != false;

    /// <summary>Gets a value indicating whether the client sees what the user said.</summary>
    public bool ShowsTranscription => _input?.Child("transcription") is not null;

    /// <summary>Gets the language of the user, if the client named one.</summary>
    public string? Language => _input?.Child("transcription")?.Id("language");

    /// <summary>Gets the voice as the client named it.</summary>
    public string Voice => _output?.Id("voice") ?? SessionDefaults.Voice;

    /// <summary>Gets the instructions.</summary>
    public string Instructions => session.Text("instructions") ?? "";

    /// <summary>Gets the tools; empty when there are none or none may be used.</summary>
    public JsonArray Tools => session.Text("tool_choice") == "none" ? [] : session["tools"] as JsonArray ?? [];

    private static TurnMode Turns(JsonObject? detection) => detection is null ? TurnMode.Manual
        : detection.Flag("create_response") == false ? TurnMode.Gateway : TurnMode.Automatic;

    private static AudioFormat Format(JsonObject? format) =>
        AudioFormat.FromName(format?.Text("type"), format?.Int("rate")) ?? AudioFormat.Pcm24k;
}
