using Realtime.Configuration;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>A session's open connection to a deployment, with what was read from it before the session ran.</summary>
internal sealed class UpstreamLink : IAsyncDisposable
{
    /// <summary>Gets the deployment.</summary>
    public required Deployment Deployment { get; init; }

    /// <summary>Gets the form that it speaks.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>Gets the connection.</summary>
    public required IUpstreamConnection Connection { get; init; }

    /// <summary>Gets the translator of the provider's form; null when it speaks the canonical one.</summary>
    public IEdgeTranslator? Translator { get; init; }

    /// <summary>Gets the canonical events that came first, <c>session.created</c> among them, in order.</summary>
    public required IReadOnlyList<EventMessage> FirstEvents { get; init; }

    /// <summary>Gets how long it took from the first attempt to the provider's first event.</summary>
    /// <summary>Gets the read that was begun while it was opened and has not ended; null when there is none.</summary>
    public Task<UpstreamRead>? PendingRead { get; init; }

    /// <summary>Gets how long it took to open.</summary>
    public required TimeSpan ConnectTime { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
