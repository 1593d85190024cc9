using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions.Clients;

/// <content>A client that is away: how long it is waited for, and how another silo, or its own gateway, learns of it.</content>
internal sealed partial class ClientLink
{
    private const int MostKeptAway = 4 * 1024 * 1024;
    private static readonly TimeSpan RecallInterval = TimeSpan.FromSeconds(1);

    /// <summary>Takes the end of a connection: a lost client is waited for where it may return, any other end is the session's.</summary>
    /// <param name="number">The connection's number; that of an earlier one changes nothing.</param>
    /// <param name="end">How it ended.</param>
    /// <returns>A task that ends when the session knows.</returns>
    public Task ConnectionEndedAsync(int number, SessionEnd end)
    {
        if (!IsLoss(end.Cause) || !CanReturn)
        {
            return number == Number ? _endSession(end) : Task.CompletedTask;
        }

        var connection = BeginWait(number, end);
        if (connection is RemoteClientLink remote && end.Cause == SessionEndCause.GatewayLost)
        {
            RecallAsync(remote, number, end).Ignore();
            return Task.CompletedTask;
        }

        return connection is null ? Task.CompletedTask : connection.EndAsync(end);
    }

    /// <summary>Takes down what another silo needs to wait for the client in this one's place.</summary>
    /// <returns>It; null while the client is there, or where it may not return.</returns>
    public AwayClient? Away()
    {
        lock (_gate)
        {
            return _lost is null || _sent is null || _tokenHash is null || _sent.Bytes > MostKeptAway ? null : new AwayClient
            {
                TokenHash = _tokenHash,
                LostAt = _lostAt,
                Sent = _sent.Keep(),
                TokenEventId = _tokenEventId,
                TokenPosition = _tokenPosition,
            };
        }
    }

    /// <summary>Begins where a session came from whose silo died while the client was away; it is still away.</summary>
    /// <param name="away">The client.</param>
    /// <param name="number">The number of the connection that was lost.</param>
    /// <param name="received">How many frames the client has sent.</param>
    public void GoOnWaiting(AwayClient away, int number, long received)
    {
        lock (_gate)
        {
            _number = number;
            _received = received;
            _sent!.GoOnWith(away.Sent);
            _position = _sent.Next;
            _tokenHash = away.TokenHash;
            (_tokenEventId, _tokenPosition) = (away.TokenEventId, away.TokenPosition);
            var left = away.LostAt + _options.Window - _options.Time.GetUtcNow();
            Wait(new SessionEnd(SessionEndCause.SiloLost, 1006, ""), away.LostAt, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    /// <summary>Does not wait any longer for a client that is away, where its gateway is this process, which is being stopped.</summary>
    public void GiveUp()
    {
        if (!_isRemote)
        {
            EndOfWindow();
        }
    }

    // A gateway that could not be heard for a while may be there all the same, with its client: once it hears that it is taken for gone, it asks
    // for the session.
    private async Task RecallAsync(RemoteClientLink remote, int number, SessionEnd end)
    {
        remote.Abandon();
        while (IsAway(number) && !await remote.TellAsync(end).ConfigureAwait(false))
        {
            await Task.Delay(RecallInterval, _options.Time).ConfigureAwait(false);
        }
    }

    private bool IsAway(int number)
    {
        lock (_gate)
        {
            return number == _number && _lost is not null;
        }
    }

    private void Wait(SessionEnd end, DateTimeOffset since, TimeSpan window)
    {
        _connection = null;
        _lost = end;
        _lostAt = since;
        _window = _options.Time.CreateTimer(static link => ((ClientLink)link!).EndOfWindow(), this, window, Timeout.InfiniteTimeSpan);
        _options.Metrics.WaitingSessions.Add(1);
        Change();
    }

    private IClientLink? BeginWait(int number, SessionEnd end)
    {
        lock (_gate)
        {
            if (number != _number || _connection is not { } connection || _ended is not null)
            {
                return null;
            }

            Wait(end, _options.Time.GetUtcNow(), _options.Window);
            LogLost(_options.Logger, _options.SessionId, end.Cause, _options.Window);
            return connection;
        }
    }

    private void EndOfWindow()
    {
        SessionEnd end;
        lock (_gate)
        {
            if (_lost is null)
            {
                return;
            }

            end = _lost;
            EndWait();
        }

        _endSession(end).Ignore();
    }

    private void EndWait()
    {
        if (_lost is not null)
        {
            _lost = null;
            _window?.Dispose();
            _window = null;
            _options.Metrics.WaitingSessions.Add(-1);
        }

        Change();
    }

    [LoggerMessage(
        EventId = 1141, Level = LogLevel.Information, Message = "Session {SessionId} lost its client ({Cause}) and waits {Window} for it")]
    private static partial void LogLost(ILogger logger, string sessionId, SessionEndCause cause, TimeSpan window);
}
