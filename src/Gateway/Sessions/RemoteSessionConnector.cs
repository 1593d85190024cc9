using Orleans.Runtime.Placement;
using Realtime.Gateway.Errors;
using Realtime.Gateway.Sessions.Journal;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Protocol.Events;

namespace Realtime.Gateway.Sessions;

/// <summary>Opens sessions on the silos of a cluster.</summary>
internal sealed partial class RemoteSessionConnector(
    IGrainFactory grains,
    GatewayIdentity identity,
    SiloLosses losses,
    SiloBalance balance,
    IEventIdSource eventIds,
    TimeProvider time,
    ILogger<RemoteSessionConnector> logger) : ISessionConnector
{
    private const int MostAttempts = 5;
    private const long JournalBytes = 256L * 1024 * 1024;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(2);

    private readonly RemoteSessionParts _parts =
        new(grains, identity.Id, new JournalBudget(JournalBytes), balance, eventIds, time, logger);

    /// <inheritdoc/>
    public Task<ConnectResult> ConnectAsync(string sessionId, SessionOpenRequest request, CancellationToken cancellationToken)
    {
        var sent = request with { GatewayId = identity.Id };
        return CallAsync(sessionId, sent, (grain, observer) => OpenAsync(grain, sent, observer, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<ConnectResult> ResumeAsync(string sessionId, SessionResumeRequest request, CancellationToken cancellationToken)
    {
        var sent = request with { GatewayId = identity.Id };
        return CallAsync(sessionId, null, (grain, observer) => AskAsync(
            refused => CallOn(refused.Count > 0 ? balance.Choose(refused) : null, () => grain.Resume(sent, observer)), cancellationToken));
    }

    private async Task<ConnectResult> CallAsync(
        string sessionId, SessionOpenRequest? open, Func<IRealtimeSessionGrain, ISessionClient, Task<SessionOpenResult>> call)
    {
        IRealtimeSessionGrain grain;
        try
        {
            grain = grains.GetGrain<IRealtimeSessionGrain>(sessionId);
        }
        catch (ArgumentException)
        {
            // A gateway that has not met a silo yet knows no grain.
            return new ConnectResult(null, Refusals.NotReady);
        }

        var session = new RemoteSession(grain, _parts, open);
        try
        {
            var opened = await call(grain, session.Observer).ConfigureAwait(false);
            if (opened.Refusal is { } refusal)
            {
                await session.DisposeAsync().ConfigureAwait(false);
                return new ConnectResult(null, refusal);
            }

            session.SetOpened(opened);
            return new ConnectResult(session, null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && CallFailures.IsAway(exception))
        {
            LogOpenFailed(sessionId, exception.GetType().Name);
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

    private Task<SessionOpenResult> OpenAsync(
        IRealtimeSessionGrain grain, SessionOpenRequest request, ISessionClient observer, CancellationToken cancellationToken) =>
        AskAsync(refused => CallOn(balance.Choose(refused), () => grain.Open(request, observer)), cancellationToken);

    // Asks again when a silo was lost meanwhile, for the call may hang in it; a silo that has the session already answers the same.
    private async Task<SessionOpenResult> AskAsync(
        Func<List<string>, Task<SessionOpenResult>> ask, CancellationToken cancellationToken)
    {
        var refused = new List<string>();
        for (var attempt = 1; ; attempt++)
        {
            var loss = losses.Next;
            var open = ask(refused);
            await Task.WhenAny(open, attempt == 1 ? loss : AgainAsync(loss)).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (attempt == MostAttempts)
            {
                await ((Task)open).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();

                // A call that a dying silo gave up counts as one that nobody answered: the client has not left.
                return open.IsCanceled ? throw new TimeoutException() : await open.ConfigureAwait(false);
            }

            if (!open.IsCompleted || open.IsCanceled || (open.Exception?.InnerException is { } failure && CallFailures.IsAway(failure, cancellationToken)))
            {
                open.Ignore();
                await Task.Delay(RetryDelay, time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var result = await open.ConfigureAwait(false);
            if (result.Refusal?.Code is not (SessionRefusal.DrainingCode or SessionRefusal.OverloadedCode))
            {
                return result;
            }

            refused.Add(result.Silo);
        }
    }

    // The call after a loss may go the same way as the one before it, as long as this gateway has not heard that nobody is there any more.
    private Task<Task> AgainAsync(Task loss) => Task.WhenAny(loss, Task.Delay(AgainAfter, time));

    private static Task<SessionOpenResult> CallOn(string? silo, Func<Task<SessionOpenResult>> call)
    {
        if (silo is null)
        {
            return call();
        }

        RequestContext.Set(IPlacementDirector.PlacementHintKey, SiloAddress.FromParsableString(silo));
        try
        {
            return call();
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "Session {SessionId} could not be opened on the cluster: {Failure}")]
    private partial void LogOpenFailed(string sessionId, string failure);
}
