using Realtime.Configuration;
using Realtime.Grains.Deployments.Leases;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>A session's open connection to a deployment, with what was read from it before the session ran.</summary>
internal sealed class UpstreamLink : IAsyncDisposable
{
    private IReadOnlyList<EventMessage> _firstEvents = [];

    /// <summary>Gets the deployment.</summary>
    public required Deployment Deployment { get; init; }

    /// <summary>Gets the form that it speaks.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>Gets the connection.</summary>
    public required IUpstreamConnection Connection { get; init; }

    /// <summary>Gets the translator of the provider's form; null when it speaks the canonical one.</summary>
    public IEdgeTranslator? Translator { get; init; }

    /// <summary>Gets what the session does for the translator; null for a translator that asks for nothing.</summary>
    public UpstreamHost? Host { get; init; }

    /// <summary>Gets what the provider has taken of the history; null for a session's first connection, and where the translator sees to that.</summary>
    public ReplayResult? Replay { get; init; }

    /// <summary>Gets how long the provider lets the connection live; null where it has no limit or says it by itself.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Gets when it was opened, as a timestamp, which may be long before a session has it; null where nobody noted it.</summary>
    public long? OpenedAt { get; init; }

    /// <summary>Sets the canonical events that came first, <c>session.created</c> among them, in order.</summary>
    public required IReadOnlyList<EventMessage> FirstEvents
    {
        init => _firstEvents = value;
    }

    /// <summary>Gets or sets the read that was begun while it was opened and has not ended; null when there is none.</summary>
    public Task<UpstreamRead>? PendingRead { get; set; }

    /// <summary>Gets or sets how long it took to open; zero for one that was opened ahead.</summary>
    public required TimeSpan ConnectTime { get; set; }

    /// <summary>Takes the first events, which are not kept: a session object is most of what an idle session would hold.</summary>
    /// <returns>The events, once.</returns>
    public IReadOnlyList<EventMessage> TakeFirstEvents()
    {
        var events = _firstEvents;
        _firstEvents = [];
        return events;
    }

    /// <summary>Gets or sets the place that the session holds at the deployment; it is given back when the link is disposed of.</summary>
    public DeploymentLease? Lease { get; set; }

    /// <summary>Closes the connection in the provider's way and gives everything back, whatever goes wrong.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public async Task CloseAsync()
    {
        try
        {
            await Connection.CloseAsync(1000, "", CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A connection that cannot be closed is as good as closed.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Its stream is broken.
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Host?.End();
        Lease?.Dispose();
        await Connection.DisposeAsync().ConfigureAwait(false);
    }
}
