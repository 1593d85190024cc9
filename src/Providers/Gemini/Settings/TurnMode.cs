namespace Realtime.Providers.Gemini.Settings;

/// <summary>Who finds the user's turns in the audio.</summary>
internal enum TurnMode
{
    /// <summary>The service, which answers them by itself.</summary>
    Automatic = 0,

    /// <summary>The client, by <c>input_audio_buffer.commit</c>.</summary>
    Manual = 1,

    /// <summary>The gateway, since the client wants turns found and not answered (<c>create_response: false</c>).</summary>
    Gateway = 2,
}
