namespace Realtime.Protocol.Conversations;

/// <summary>The <c>type</c> of a session.</summary>
public enum SessionKind
{
    /// <summary><c>realtime</c>: the model answers.</summary>
    Realtime = 0,

    /// <summary><c>transcription</c>: the model only writes down; there are no responses.</summary>
    Transcription = 1,
}
