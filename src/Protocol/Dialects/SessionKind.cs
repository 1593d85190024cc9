namespace Realtime.Protocol.Dialects;

/// <summary>
/// What a session is for. The GA form writes it as the session's <c>type</c>; the beta form has an event of its own for each kind
/// (<c>session.update</c>, <c>transcription_session.update</c>).
/// </summary>
public enum SessionKind
{
    /// <summary>A conversation: speech or text in, responses out.</summary>
    Realtime = 0,

    /// <summary>Transcription of what is heard, without responses.</summary>
    Transcription = 1,
}
