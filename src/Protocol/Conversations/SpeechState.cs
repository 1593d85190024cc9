namespace Realtime.Protocol.Conversations;

/// <summary>Where the user is in a spoken turn, as far as the provider's turn detection tells.</summary>
public enum SpeechState
{
    /// <summary>The user does not speak.</summary>
    None = 0,

    /// <summary>The user speaks.</summary>
    Speaking = 1,

    /// <summary>The user has stopped; the provider has not committed the turn yet.</summary>
    Stopped = 2,
}
