using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>Session objects of both kinds, in client events, server events and the bodies of minting calls.</summary>
internal static class SessionMap
{
    /// <summary>The fields that stand elsewhere, or otherwise, in the other form. All that are not here are the same in both.</summary>
    public static readonly FieldPlace[] Places =
    [
        new("modalities", "output_modalities", ModalityMap.ToGa, ModalityMap.ToBeta),
        new("input_audio_format", "audio.input.format", AudioFormatMap.ToGa, AudioFormatMap.ToBeta),
        new("input_audio_transcription", "audio.input.transcription"),
        new("input_audio_noise_reduction", "audio.input.noise_reduction"),
        new("turn_detection", "audio.input.turn_detection", TurnDetectionMap.ToGa),
        new("output_audio_format", "audio.output.format", AudioFormatMap.ToGa, AudioFormatMap.ToBeta),
        new("voice", "audio.output.voice"),
        new("speed", "audio.output.speed"),
        new("max_response_output_tokens", "max_output_tokens"),
    ];

    // The beta form has no place for them.
    private static readonly string[] GaOnly = ["type", "parallel_tool_calls", "reasoning"];

    // Only the bodies of minting calls have a secret, and there it stands outside of the GA session.
    private static readonly string[] BetaOnly = ["temperature", "client_secret"];

    /// <summary>Translates a beta session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="kind">Its kind, which the beta form leaves to the event's name. A type that the session names itself wins.</param>
    public static void ToGa(JsonFields session, SessionKind kind)
    {
        if (kind == SessionKind.Transcription)
        {
            // Beta's transcription sessions list what goes in and out; GA's have no output to choose.
            session.Take("modalities");
        }

        foreach (var place in Places)
        {
            place.MoveToGa(session);
        }

        foreach (var name in BetaOnly)
        {
            session.Take(name);
        }

        ToolMap.ToGa(session);
        if (!session.Has("type"))
        {
            session.Prepend("type", JsonText.String(kind.ToWireName()));
        }
    }

    /// <summary>Translates a GA session.</summary>
    /// <param name="session">The session.</param>
    /// <returns>Its kind, which the beta form leaves to the event's name.</returns>
    public static SessionKind ToBeta(JsonFields session)
    {
        var kind = session.Is("type", SessionKind.Transcription.ToWireName()) ? SessionKind.Transcription : SessionKind.Realtime;
        foreach (var place in Places)
        {
            place.MoveToBeta(session);
        }

        foreach (var name in GaOnly)
        {
            session.Take(name);
        }

        AudioBlock.RemoveEmpty(session);
        return kind;
    }
}
