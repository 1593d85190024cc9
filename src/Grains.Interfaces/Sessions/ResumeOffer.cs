namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>How a client learns the token with which it may return to its session.</summary>
[GenerateSerializer]
[Alias("Realtime.ResumeOffer")]
public enum ResumeOffer
{
    /// <summary>Not at all: the session ends with its connection.</summary>
    None = 0,

    /// <summary>By the upgrade's response header, which a browser's page cannot read.</summary>
    Header = 1,

    /// <summary>Also by a first event, <c>session.resume_token</c>; events that come without an <c>event_id</c> get one.</summary>
    Event = 2,
}
