using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Telemetry;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>What a <see cref="ClientLink"/> is made of.</summary>
internal sealed record ClientLinkOptions
{
    /// <summary>Gets the session's id.</summary>
    public required string SessionId { get; init; }

    /// <summary>Gets how long a session waits for its lost client; zero for not at all.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Gets how the client learns its token.</summary>
    public ResumeOffer Offer { get; init; }

    /// <summary>Gets the hash of the key that the client must return with.</summary>
    public string KeyHash { get; init; } = "";

    /// <summary>Gets how much is kept for a client that returns.</summary>
    public SentFramesLimits Limits { get; init; } = new();

    /// <summary>Gets what all sessions may keep together.</summary>
    public required SentFramesBudget Budget { get; init; }

    /// <summary>Gets where the ids of events come from.</summary>
    public required IEventIdSource EventIds { get; init; }

    /// <summary>Gets the clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Gets the figures.</summary>
    public required RealtimeMetrics Metrics { get; init; }

    /// <summary>Gets the log.</summary>
    public required ILogger Logger { get; init; }
}
