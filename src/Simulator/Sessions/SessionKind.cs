namespace Realtime.Simulator.Sessions;

/// <summary>What a session is for.</summary>
internal enum SessionKind
{
    /// <summary>A talk with a model.</summary>
    Realtime,

    /// <summary>Input transcription alone: there are no responses.</summary>
    Transcription,
}
