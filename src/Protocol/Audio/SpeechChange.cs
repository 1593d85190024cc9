namespace Realtime.Protocol.Audio;

/// <summary>What a piece of audio changed about whether somebody speaks.</summary>
public enum SpeechChange
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Somebody began to speak.</summary>
    Started = 1,

    /// <summary>The pause was long enough to be an end.</summary>
    Stopped = 2,
}
