namespace Realtime.Simulator.Vad;

/// <summary>What one frame of audio changed.</summary>
internal enum VadSignal
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Somebody began to speak.</summary>
    Started,

    /// <summary>The pause was long enough: the turn is over.</summary>
    Stopped,
}
