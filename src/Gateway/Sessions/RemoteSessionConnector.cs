using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Gateway.Sessions;

/// <summary>Opens sessions on the silos of a cluster.</summary>
internal sealed partial class RemoteSessionConnector(
    IGrainFactory grains,
    GatewayIdentity identity,
    IEventIdSource eventIds,
    TimeProvider time,
    ILogger<RemoteSessionConnector> logger) : ISessionConnector
{
    /// <inheritdoc/>
    public async Task<ConnectResult> ConnectAsync(string sessionId, SessionOpenRequest request, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IRealtimeSessionGrain>(sessionId);
        var session = new RemoteSession(grain, eventIds, time);
        var observer = grains.CreateObjectReference<ISessionClient>(session);
        session.OnDispose = () => grains.DeleteObjectReference<ISessionClient>(observer);
        try
        {
            var opened = await grain.Open(request with { GatewayId = identity.Id }, observer).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (opened.Refusal is { } refusal)
            {
                await session.DisposeAsync().ConfigureAwait(false);
                return new ConnectResult(null, refusal);
            }

            session.Silo = opened.Silo;
            return new ConnectResult(session, null);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogOpenFailed(sessionId, exception);
            await session.DisposeAsync().ConfigureAwait(false);
            return new ConnectResult(null, Refusals.NotReady);
        }
        catch (OperationCanceledException)
        {
            await session.EndAsync(new SessionEnd(SessionEndCause.ClientLost, 1006, "")).ConfigureAwait(false);
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Session {SessionId} could not be opened on the cluster")]
    private partial void LogOpenFailed(string sessionId, Exception exception);
}
