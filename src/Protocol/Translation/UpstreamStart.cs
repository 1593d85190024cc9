using Realtime.Protocol.Events;

namespace Realtime.Protocol.Translation;

/// <summary>What a fresh connection to a provider begins with.</summary>
public sealed record UpstreamStart
{
    /// <summary>Gets the session's id, stable over all its connections.</summary>
    public required string SessionId { get; init; }

    /// <summary>Gets the settings in force: a GA session object in UTF-8 JSON; empty when nothing was set yet.</summary>
    public ReadOnlyMemory<byte> Settings { get; init; }

    /// <summary>Gets the conversation so far as <c>conversation.item.create</c> events, oldest first; empty for a new session.</summary>
    public IReadOnlyList<EventMessage> History { get; init; } = [];

    /// <summary>Gets a value indicating whether the connection replaces one that the client has already talked over.</summary>
    public bool IsReplacement { get; init; }

    /// <summary>
    /// Gets a value indicating whether the replaced connection broke, so that what it was told last may not have arrived: a handle of the provider's
    /// may stand for less than <see cref="History"/>.
    /// </summary>
    public bool IsAfterLoss { get; init; }

    /// <summary>
    /// Gets what the replaced connection's translator left for its successor (<see cref="IUpstreamHost.Carry"/>), as a resumption handle; null for
    /// a new session, after a change of provider, and when it left nothing.
    /// </summary>
    public object? Carried { get; init; }
}
