using System.Text.Json.Nodes;
using Realtime.Simulator.Audio;

namespace Realtime.Simulator.Sessions;

/// <summary>The settings of a session or response, whatever form the client wrote them in.</summary>
internal sealed record SessionSettings
{
    public bool SpeaksAudio { get; init; } = true;

    public string Instructions { get; init; } = "";

    public AudioFormat InputFormat { get; init; } = AudioFormat.Pcm24;

    public AudioFormat OutputFormat { get; init; } = AudioFormat.Pcm24;

    /// <summary>The model that transcribes input, null when transcription is off.</summary>
    public string? TranscriptionModel { get; init; }

    public bool WantsLogProbabilities { get; init; }

    /// <summary>Null when the client ends turns itself.</summary>
    public TurnDetection? TurnDetection { get; init; }

    public JsonNode? Voice { get; init; }

    public JsonArray Tools { get; init; } = [];

    public JsonNode? ToolChoice { get; init; }

    /// <summary>Null for no limit.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Only the beta form has it.</summary>
    public double Temperature { get; init; } = 0.8;

    /// <summary>Audio goes out as binary messages (xAI).</summary>
    public bool SendsBinaryAudio { get; init; }

    /// <summary>The conversation outlives the connection (xAI).</summary>
    public bool IsResumable { get; init; }
}
