namespace Realtime.EndToEnd.Tests.Soak;

/// <summary>What a visitor does.</summary>
internal enum VisitKind
{
    /// <summary>Talks for some turns and closes.</summary>
    Talk,

    /// <summary>Stays for a moment without a word and closes.</summary>
    Idle,

    /// <summary>Loses its connection amid an answer and returns to its session.</summary>
    Return,

    /// <summary>Breaks its connection amid an answer and never returns.</summary>
    Break,

    /// <summary>Falls silent with its connection open: nothing is read and no ping answered any more.</summary>
    Vanish,

    /// <summary>Comes with a key that nobody knows, for a model that does not exist, or with a token that was never given.</summary>
    Stranger,
}
