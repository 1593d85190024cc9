using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>
/// A session's client, over whichever connection it has at the time. It keeps the last of what it sent, so that a client whose connection
/// was lost may return within a while and gets what it missed; meanwhile the session goes on.
/// </summary>
/// <remarks>
/// A client is lost when its connection breaks, it answers no ping, or its gateway is gone or is being stopped. One that closes, breaks
/// the protocol or does not read has ended the session.
/// </remarks>
internal sealed partial class ClientLink : IClientLink
{
    private readonly ClientLinkOptions _options;
    private readonly Func<SessionEnd, Task> _endSession;
    private readonly Lock _gate = new();
    private readonly SentFrames? _sent;
    private readonly bool _isRemote;
    private volatile IClientLink? _connection;
    private TaskCompletionSource _changed = Signal();
    private long _received;
    private long _position;
    private int _number;
    private int _leaving = -1;
    private bool _numbersEvents;
    private byte[]? _tokenHash;
    private byte[]? _usedTokenHash;
    private string? _lastAttempt;
    private string? _tokenEventId;
    private long _tokenPosition;
    private SessionEnd? _lost;
    private DateTimeOffset _lostAt;
    private SessionEnd? _ended;
    private ITimer? _window;

    /// <summary>Initializes a new instance of the <see cref="ClientLink"/> class.</summary>
    /// <param name="options">What it is made of.</param>
    /// <param name="connection">The client's first connection.</param>
    /// <param name="endSession">Ends the session when its client has ended it, or does not return.</param>
    public ClientLink(ClientLinkOptions options, IClientLink connection, Func<SessionEnd, Task> endSession)
    {
        _options = options;
        _connection = connection;
        _isRemote = connection is RemoteClientLink;
        _endSession = endSession;
        _numbersEvents = options.Offer == ResumeOffer.Event;
        if (options.Window > TimeSpan.Zero && options.Offer != ResumeOffer.None)
        {
            _sent = new SentFrames(options.Limits, options.Budget, options.Time);
        }
    }

    /// <summary>Gets how many frames of the client the session has taken in.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Gets how many frames were sent to the client.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Gets the number of the present connection.</summary>
    public int Number => Volatile.Read(ref _number);

    /// <summary>Gets the present connection, when another gateway process holds it.</summary>
    public RemoteClientLink? Remote => _connection as RemoteClientLink;

    /// <summary>Gets or sets what to do when the client has gone away or has returned; it must not wait.</summary>
    public Action? PresenceChanged { get; set; }

    /// <summary>Gets a value indicating whether gateways of other processes hold the client's connections.</summary>
    public bool IsRemote => _isRemote;

    /// <summary>Gets a value indicating whether a lost client may return.</summary>
    public bool CanReturn => _sent is not null;

    /// <summary>Makes the token with which the client may return; one that was made before is void.</summary>
    /// <param name="offer">How the client learns it.</param>
    /// <returns>The token; null when the client may not return.</returns>
    public string? IssueToken(ResumeOffer offer)
    {
        if (_sent is null)
        {
            return null;
        }

        lock (_gate)
        {
            var token = ResumeToken.Create(_options.SessionId);
            _usedTokenHash = _tokenHash;
            _tokenHash = ResumeToken.Hash(token);
            if (offer == ResumeOffer.Event)
            {
                // Of the connection alone, and not kept with what is sent again: an old token is worth nothing.
                _numbersEvents = true;
                _tokenEventId = _options.EventIds.Next();
                _tokenPosition = _sent.Next;
                _connection?.Enqueue(FrameKind.Text, ResumeTokenEvent.Write(_tokenEventId, token, _options.Window));
            }

            return token;
        }
    }

    /// <inheritdoc/>
    public void Enqueue(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage = true)
    {
        if (_sent is null)
        {
            Interlocked.Increment(ref _position);
            _connection!.Enqueue(kind, payload, endOfMessage);
            return;
        }

        lock (_gate)
        {
            if (_numbersEvents && endOfMessage && kind == FrameKind.Text
                && EventNumbering.TryAdd(payload, _options.EventIds, out var numbered, out var length))
            {
                Send(kind, numbered.AsSpan(0, length), endOfMessage);
                ArrayPool<byte>.Shared.Return(numbered);
            }
            else
            {
                Send(kind, payload, endOfMessage);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        if (_connection is not { } connection)
        {
            // What is sent while the client is away waits for it, in bounded memory.
            return new ValueTask<bool>(true);
        }

        return _sent is null ? connection.FlushAsync(cancellationToken) : FlushKeptAsync(connection, cancellationToken);
    }

    /// <summary>
    /// Tells whether a connection is the one before the present one, and its gateway sent the client away: what the client said to it before it
    /// heard of that may come late.
    /// </summary>
    /// <param name="number">The connection's number.</param>
    /// <returns>Whether.</returns>
    public bool IsLeaving(int number) => number == Volatile.Read(ref _leaving);

    /// <summary>Counts a frame of the client that the session has taken in.</summary>
    public void CountReceived() => Interlocked.Increment(ref _received);

    /// <summary>Begins where a session came from that another silo has held.</summary>
    /// <param name="number">The number of the client's connection.</param>
    /// <param name="attemptId">The attempt's id; asked again, it is answered the same.</param>
    /// <param name="received">How many frames the client has sent.</param>
    /// <param name="position">How many were sent to it.</param>
    /// <param name="lastEventId">The id of the last event among them; null when it is not known.</param>
    /// <param name="token">The token that the client was given last; null when it may not return.</param>
    public void GoOnFrom(int number, string attemptId, long received, long position, string? lastEventId, string? token)
    {
        lock (_gate)
        {
            _number = number;
            _lastAttempt = attemptId;
            _received = received;
            _position = position;
            _sent?.GoOnAfter(position, lastEventId);
            _tokenHash = token is null ? null : ResumeToken.Hash(token);
        }
    }

    /// <summary>Gives the session back the connection of a gateway that lost sight of it.</summary>
    /// <param name="number">The connection's number.</param>
    /// <param name="attemptId">The attempt's id.</param>
    /// <param name="position">How many frames the gateway has taken.</param>
    /// <param name="connect">Makes the connection.</param>
    /// <returns>The connection's number, or why not.</returns>
    public SessionOpenResult Rejoin(int number, string attemptId, long position, Func<int, IClientLink> connect)
    {
        lock (_gate)
        {
            if (attemptId == _lastAttempt)
            {
                return new SessionOpenResult { Connection = _number, ClientFrames = _received };
            }

            var isKept = _sent is null ? position == _position : _sent.Has(position);
            if (number != _number || _ended is not null || !isKept)
            {
                return SessionOpenResult.Refused(SessionErrors.Lost);
            }

            // The gateway has let go of the former connection by itself.
            (_connection as RemoteClientLink)?.Abandon();
            _lastAttempt = attemptId;
            EndWait();
            _connection = connect(++_number);
            _sent?.CopyTo(position, _connection);
        }

        _ = FlushAsync(CancellationToken.None).AsTask();
        return new SessionOpenResult { Connection = _number, ClientFrames = Received };
    }

    /// <summary>Gives the session the connection by which its client returns, and that what it missed.</summary>
    /// <param name="request">What the client brings.</param>
    /// <param name="connect">Makes the connection, once the client's right to it is clear.</param>
    /// <returns>The connection's number and the next token, or why not.</returns>
    public SessionOpenResult Resume(SessionResumeRequest request, Func<int, IClientLink> connect)
    {
        IClientLink? former;
        SessionOpenResult result;

        // In the way in which it learnt its first one, unless it asks for more now.
        var offer = request.Offer == ResumeOffer.Event ? ResumeOffer.Event : _options.Offer;
        lock (_gate)
        {
            var isOver = _connection is null ? _lost is null : _ended is not null;
            if (_sent is null || isOver)
            {
                return SessionOpenResult.Refused(ResumeRefusals.Expired);
            }

            if (!IsGood(request))
            {
                return SessionOpenResult.Refused(ResumeRefusals.InvalidToken);
            }

            var position = request.LastEventId is { } id && id == _tokenEventId ? _tokenPosition : _sent.FindAfter(request.LastEventId);
            if (position is not { } first || !_sent.Has(first))
            {
                return SessionOpenResult.Refused(ResumeRefusals.Gap);
            }

            if (request.AttemptId == _lastAttempt && _connection is not null)
            {
                // The gateway asks again because the answer may be lost; all but the token is as it was told.
                return new SessionOpenResult
                {
                    Connection = _number, ResumeToken = IssueToken(offer), ClientFrames = _received, ServerFrames = first,
                };
            }

            former = _connection;
            _lastAttempt = request.AttemptId;
            var wasLost = _lost is not null;
            _leaving = _lost?.Cause == SessionEndCause.Draining ? _number : -1;
            EndWait();
            _connection = connect(++_number);
            result = new SessionOpenResult
            {
                Connection = _number, ResumeToken = IssueToken(offer), ClientFrames = _received, ServerFrames = first,
            };
            _sent.CopyTo(first, _connection);
            LogResumed(_options.Logger, _options.SessionId, _sent.Next - first, wasLost);
        }

        // Not awaited: the connection may have to wait for the client's socket.
        _ = FlushAsync(CancellationToken.None).AsTask();
        _ = former?.EndAsync(new SessionEnd(SessionEndCause.ConnectionReplaced, 1001, "The session goes on over another connection."));
        return result;
    }

    /// <inheritdoc/>
    public async Task EndAsync(SessionEnd end)
    {
        // A client that is away may still come for the last words, but not where nobody will be there to say them.
        while (true)
        {
            IClientLink? connection;
            Task changed;
            lock (_gate)
            {
                _ended = end;
                connection = _connection;
                changed = _changed.Task;
                if (connection is null && (_lost is null || IsLoss(end.Cause) || end.Cause is SessionEndCause.Draining or SessionEndCause.Policy))
                {
                    EndWait();
                    break;
                }
            }

            if (connection is not null)
            {
                await connection.EndAsync(end).ConfigureAwait(false);
                break;
            }

            await changed.ConfigureAwait(false);
        }

        lock (_gate)
        {
            _sent?.Clear();
        }
    }

    /// <summary>Gives back the memory of what is too old to be missed by a client that is there.</summary>
    public void DropOld()
    {
        if (_sent is { Bytes: > 0 })
        {
            lock (_gate)
            {
                if (_connection is not null)
                {
                    _sent.DropOld();
                }
            }
        }
    }

    /// <summary>
    /// Sends the session to another silo at its turn's end, since this one is being stopped; ends it there where its gateway is this process. One
    /// whose client is away stays for as long as it waits.
    /// </summary>
    /// <param name="session">The session.</param>
    public void LeaveAtTurnEnd(RealtimeSession session) => session.AtTurnEnd(() => Leave(session));

    /// <summary>Sends the session to another silo at once.</summary>
    /// <param name="session">The session.</param>
    public void Leave(RealtimeSession session)
    {
        if (!_isRemote)
        {
            session.EndAsync(SessionErrors.Drained).Ignore();
        }
        else if (_connection is not null)
        {
            session.EndAsync(SessionErrors.Moved).Ignore();
        }
    }

    private static bool IsLoss(SessionEndCause cause) =>
        cause is SessionEndCause.ClientLost or SessionEndCause.GatewayLost or SessionEndCause.Draining;

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask<bool> FlushKeptAsync(IClientLink connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var flush = connection.FlushAsync(cancellationToken);
            if (flush.IsCompleted)
            {
                await flush.ConfigureAwait(false);
            }
            else
            {
                // Not held up by a connection that the client has left.
                var flushing = flush.AsTask();
                if (await Task.WhenAny(flushing, ChangeOf(connection)).ConfigureAwait(false) == flushing)
                {
                    await flushing.ConfigureAwait(false);
                }
            }

            // Of a connection that takes nothing any more its holder tells the end, if only after a while; until then the client is away.
            if (_connection is not { } present || ReferenceEquals(present, connection))
            {
                return true;
            }

            connection = present;
        }
    }

    private Task ChangeOf(IClientLink connection)
    {
        lock (_gate)
        {
            return ReferenceEquals(_connection, connection) ? _changed.Task : Task.CompletedTask;
        }
    }

    private void Send(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage)
    {
        _sent!.Append(kind, payload, endOfMessage);
        Volatile.Write(ref _position, _position + 1);
        _connection?.Enqueue(kind, payload, endOfMessage);
    }

    private bool IsGood(SessionResumeRequest request)
    {
        var hash = ResumeToken.Hash(request.Token);
        var isNow = CryptographicOperations.FixedTimeEquals(hash, _tokenHash);
        var isRepeated = request.AttemptId == _lastAttempt && CryptographicOperations.FixedTimeEquals(hash, _usedTokenHash);
        return (isNow || isRepeated) && request.KeyHash == _options.KeyHash;
    }

    private void Change()
    {
        PresenceChanged?.Invoke();
        _changed.TrySetResult();
        _changed = Signal();
    }

    [LoggerMessage(
        EventId = 1142,
        Level = LogLevel.Information,
        Message = "Session {SessionId} goes on over another connection; its client missed {Frames} messages; it was known to be lost: {WasLost}")]
    private static partial void LogResumed(ILogger logger, string sessionId, long frames, bool wasLost);
}
