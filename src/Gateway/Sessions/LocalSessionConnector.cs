using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Sessions;

/// <summary>Opens sessions on the silo that this process hosts; their frames go from socket to socket.</summary>
internal sealed partial class LocalSessionConnector(
    IGrainFactory grains, ILocalSessions sessions, ILogger<LocalSessionConnector> logger) : ISessionConnector
{
    /// <inheritdoc/>
    public async Task<ConnectResult> ConnectAsync(string sessionId, SessionOpenRequest request, CancellationToken cancellationToken)
    {
        var local = sessions.Register(sessionId);
        var grain = grains.GetGrain<IRealtimeSessionGrain>(sessionId);
        try
        {
            var result = await grain.Open(request, client: null).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (result.Refusal is { } refusal)
            {
                local.Dispose();
                return new ConnectResult(null, refusal);
            }

            return new ConnectResult(new Session(local, grain, result.Silo), null);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The silo in this process starts or stops.
            LogOpenFailed(sessionId, exception);
            local.Dispose();
            return new ConnectResult(null, Refusals.NotReady);
        }
        catch (OperationCanceledException)
        {
            local.Dispose();
            grain.End(new SessionEnd(SessionEndCause.ClientLost, 1006, "")).Ignore();
            throw;
        }
    }

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "Session {SessionId} could not be opened in this process")]
    private partial void LogOpenFailed(string sessionId, Exception exception);

    private sealed class Session(LocalSession local, IRealtimeSessionGrain grain, string silo) : IGatewaySession
    {
        private readonly ISessionLink _session = local.Session!;

        public string Silo => silo;

        public void Attach(IClientLink client) => local.Attach(client);

        public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true) =>
            _session.Enqueue(kind, payload, endOfMessage);

        public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => _session.FlushAsync(cancellationToken);

        public Task EndAsync(SessionEnd end) => _session.EndAsync(end);

        public Task DrainAsync() => grain.Drain();

        public Task SiloLostAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync()
        {
            local.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
