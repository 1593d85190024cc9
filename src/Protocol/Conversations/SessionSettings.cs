using System.Text.Json;

namespace Realtime.Protocol.Conversations;

/// <summary>The settings that are in force: the last whole session object that the provider told, and what of it decides about turns.</summary>
public sealed record SessionSettings
{
    /// <summary>
    /// What holds before the provider has told anything: the protocol's defaults (turns by <c>server_vad</c>, answered and interrupted by the
    /// provider).
    /// </summary>
    public static SessionSettings Default { get; } = new();

    /// <summary>Gets the session object as it was told; <see langword="null"/> if none was.</summary>
    public string? Json { get; init; }

    /// <summary>Gets whether the session is for talking or for transcription.</summary>
    public SessionKind Kind { get; init; }

    /// <summary>Gets the modalities of the output: <c>audio</c> or <c>text</c>.</summary>
    public IReadOnlyList<string> OutputModalities { get; init; } = ["audio"];

    /// <summary>Gets the turn detection; <see langword="null"/> if the client ends turns itself.</summary>
    public TurnDetection? TurnDetection { get; init; } = new("server_vad", CreatesResponse: true, InterruptsResponse: true);

    /// <summary>Gets the format of the user's audio; <see langword="null"/> if it was not told.</summary>
    public SessionAudioFormat? InputFormat { get; init; }

    /// <summary>Gets the format of the model's audio; <see langword="null"/> if it was not told.</summary>
    public SessionAudioFormat? OutputFormat { get; init; }

    /// <summary>Gets a value indicating whether the user's audio is transcribed.</summary>
    public bool TranscribesInput { get; init; }

    /// <summary>Gets a value indicating whether the model has tools.</summary>
    public bool HasTools { get; init; }

    /// <summary>Gets a value indicating whether the provider answers the end of a spoken turn by itself.</summary>
    public bool CreatesResponses => Kind == SessionKind.Realtime && TurnDetection is { CreatesResponse: true };

    internal static SessionSettings Read(JsonElement session)
    {
        var audio = session.Get("audio");
        var input = audio.Get("input");
        var modalities = session.Get("output_modalities").Elements().Select(JsonFields.AsText).OfType<string>().ToArray();
        return new SessionSettings
        {
            Json = session.Raw(),
            Kind = session.Text("type") == "transcription" ? SessionKind.Transcription : SessionKind.Realtime,
            OutputModalities = modalities.Length > 0 ? modalities : Default.OutputModalities,
            TurnDetection = ReadTurnDetection(input.Get("turn_detection")),
            InputFormat = ReadFormat(input.Get("format")),
            OutputFormat = ReadFormat(audio.Get("output").Get("format")),
            TranscribesInput = input.Get("transcription").ValueKind == JsonValueKind.Object,
            HasTools = session.Get("tools").Elements().Any(),
        };
    }

    private static TurnDetection? ReadTurnDetection(JsonElement detection) => detection.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => new TurnDetection(
            detection.Text("type") ?? "server_vad",
            detection.Flag("create_response") ?? true,
            detection.Flag("interrupt_response") ?? true),
        _ => Default.TurnDetection,
    };

    private static SessionAudioFormat? ReadFormat(JsonElement format) =>
        format.Text("type") is { } type ? new SessionAudioFormat(type, format.Number("rate")) : null;
}
