using System.Text.Json.Nodes;
using Realtime.Protocol.Audio;
using Realtime.Providers.Bedrock.Model;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Settings;

/// <summary>
/// What of a session's settings a stream begins with, and cannot change afterwards. Two equal values need one stream.
/// </summary>
internal sealed record NovaSettings
{
    /// <summary>The prompt when the client gives none, since Nova takes no empty one.</summary>
    public const string NeutralPrompt = "You are a helpful assistant. Answer briefly, in the language of the user.";

    /// <summary>Gets the system prompt.</summary>
    public required string Instructions { get; init; }

    /// <summary>Gets Nova's name of the voice.</summary>
    public required string Voice { get; init; }

    /// <summary>Gets Nova's tools as JSON text; null for none.</summary>
    public string? Tools { get; init; }

    /// <summary>Gets Nova's choice of tools as JSON text; null without tools.</summary>
    public string? ToolChoice { get; init; }

    /// <summary>Gets the most tokens of an answer.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Gets the temperature, 0 to 1.</summary>
    public required double Temperature { get; init; }

    /// <summary>Gets how soon a pause ends a turn; null where the model cannot be told.</summary>
    public string? Sensitivity { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="session">The GA session object.</param>
    /// <param name="model">The generation of the model.</param>
    /// <param name="voices">The deployment's own map of voices.</param>
    /// <returns>The settings.</returns>
    public static NovaSettings Read(JsonObject session, NovaModel model, IReadOnlyDictionary<string, string> voices)
    {
        var tools = ToolMap.ToNova(session.List("tools"), session["tool_choice"]);
        var instructions = session.Text("instructions");
        return new NovaSettings
        {
            Instructions = string.IsNullOrWhiteSpace(instructions) ? NeutralPrompt : instructions,
            Voice = VoiceMap.ToNova(session.Child("audio")?.Child("output")?.Text("voice"), voices),
            Tools = tools?.ToJsonString(),
            ToolChoice = tools is null ? null : ToolChoiceMap.ToNova(session["tool_choice"]).ToJsonString(),
            MaxTokens = session.Int("max_output_tokens") ?? model.MaxTokens,
            Temperature = Math.Clamp(session.Number("temperature") ?? DefaultTemperature, 0, 1),
            Sensitivity = model.HasTurnSensitivity ? EndpointingMap.ToNova(session.Child("audio")?.Child("input")?["turn_detection"]) : null,
        };
    }

    /// <summary>Gets the rate at which a stream for this client's audio hears and speaks, so that telephone audio is not resampled.</summary>
    /// <param name="client">The client's format.</param>
    /// <param name="wide">The rate for everything else.</param>
    /// <returns>Samples a second.</returns>
    public static int StreamRate(AudioFormat client, int wide) => client.Rate == AudioFormat.MuLaw.Rate ? client.Rate : wide;

    private const double DefaultTemperature = 0.7;
}
