namespace Realtime.Storage.Model;

/// <summary>What a <see cref="LedgerRow"/> is of.</summary>
public enum LedgerKind
{
    /// <summary>A response of the model.</summary>
    Response = 0,

    /// <summary>A transcription of what the client said.</summary>
    Transcription = 1,

    /// <summary>A whole session; its spend stands in the rows of its responses and transcriptions.</summary>
    Session = 2,
}
