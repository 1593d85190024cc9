namespace Realtime.Grains.Sessions.Replacement;

/// <summary>Why a session's upstream is replaced.</summary>
internal enum ReplacementCause
{
    /// <summary>The provider's connection closed, broke or fell silent.</summary>
    Loss = 0,

    /// <summary>The provider will soon end the connection.</summary>
    Limit = 1,

    /// <summary>Settings that are in force need a fresh connection.</summary>
    Settings = 2,

    /// <summary>The provider takes nothing more on the connection.</summary>
    Unusable = 3,

    /// <summary>The session goes on in this process from a snapshot.</summary>
    Move = 4,
}
