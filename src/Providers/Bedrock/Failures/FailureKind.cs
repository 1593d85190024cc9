namespace Realtime.Providers.Bedrock.Failures;

/// <summary>What a failure of the service asks for.</summary>
internal enum FailureKind
{
    /// <summary>Another stream goes on where this one ended; nobody need know.</summary>
    Transient = 0,

    /// <summary>The stream's time is over: the same, and nothing has gone wrong.</summary>
    TimedOut = 1,

    /// <summary>The service was asked too much.</summary>
    Throttled = 2,

    /// <summary>What was sent is wrong: the client must know.</summary>
    Invalid = 3,

    /// <summary>No stream will be had.</summary>
    Refused = 4,
}
