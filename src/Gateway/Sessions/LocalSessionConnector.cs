using Realtime.Gateway.Errors;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Sessions;

/// <summary>Opens sessions on the silo that this process hosts; their frames go from socket to socket.</summary>
internal sealed partial class LocalSessionConnector(
    IGrainFactory grains, ILocalSessions sessions, ILogger<LocalSessionConnector> logger) : ISessionConnector
{
    /// <inheritdoc/>
    public Task<ConnectResult> ConnectAsync(string sessionId, SessionOpenRequest request, CancellationToken cancellationToken) =>
        CallAsync(sessionId, sessionId, grain => grain.Open(request, client: null), cancellationToken);

    /// <inheritdoc/>
    public Task<ConnectResult> ResumeAsync(string sessionId, SessionResumeRequest request, CancellationToken cancellationToken) =>
        CallAsync(sessionId, request.AttemptId, grain => grain.Resume(request, client: null), cancellationToken);

    private async Task<ConnectResult> CallAsync(
        string sessionId, string localId, Func<IRealtimeSessionGrain, Task<SessionOpenResult>> call, CancellationToken cancellationToken)
    {
        var local = sessions.Register(localId);
        var grain = grains.GetGrain<IRealtimeSessionGrain>(sessionId);
        var answer = call(grain);
        try
        {
            var result = await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (result.Refusal is { } refusal)
            {
                local.Dispose();
                return new ConnectResult(null, refusal);
            }

            return new ConnectResult(new Session(local, grain, result), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && CallFailures.IsAway(exception, cancellationToken))
        {
            // The silo in this process starts or stops.
            LogOpenFailed(sessionId, exception);
            local.Dispose();
            return new ConnectResult(null, Refusals.NotReady);
        }
        catch (OperationCanceledException)
        {
            local.Dispose();
            EndAsync(grain, sessionId == localId ? null : answer).Ignore();
            throw;
        }
    }

    // A session that is being opened is called off; a client that was returning is lost once more, as soon as its connection has a number.
    private static async Task EndAsync(IRealtimeSessionGrain grain, Task<SessionOpenResult>? resuming)
    {
        var connection = resuming is null ? 0 : (await resuming.ConfigureAwait(false)).Connection;
        await grain.End(connection, new SessionEnd(SessionEndCause.ClientLost, 1006, "")).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "Session {SessionId} could not be opened in this process")]
    private partial void LogOpenFailed(string sessionId, Exception exception);

    private sealed class Session(LocalSession local, IRealtimeSessionGrain grain, SessionOpenResult opened) : IGatewaySession
    {
        private readonly ISessionLink _session = local.Session!;

        public string Silo => opened.Silo;

        public string? ResumeToken => opened.ResumeToken;

        public void Attach(IClientLink client) => local.Attach(client);

        public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true) =>
            _session.Enqueue(kind, payload, endOfMessage);

        public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => _session.FlushAsync(cancellationToken);

        public Task EndAsync(SessionEnd end) => _session.EndAsync(end);

        public Task DrainAsync() => grain.Drain(opened.Connection);

        public Task SiloLostAsync(string silo) => Task.CompletedTask;

        public ValueTask DisposeAsync()
        {
            local.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
