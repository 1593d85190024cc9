using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>A fresh connection to which a conversation is given.</summary>
internal interface IReplayConnection
{
    /// <summary>Adds a canonical event for the provider; it leaves with the next wait.</summary>
    /// <param name="message">The event.</param>
    void Send(in EventMessage message);

    /// <summary>Waits for the provider's next canonical event.</summary>
    /// <param name="quiet">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The event, or the connection's end, or that nothing came.</returns>
    Task<ReplayAnswer> NextAsync(TimeSpan quiet, CancellationToken cancellationToken);
}
