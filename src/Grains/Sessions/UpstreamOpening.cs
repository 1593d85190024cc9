using System.Buffers;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>
/// The first words with a provider: a connection counts as open when its first event came and was no refusal, and the settings
/// that the session is bound to were taken.
/// </summary>
internal sealed class UpstreamOpening : IEventSink, IReplayConnection
{
    // A provider that accepts the upgrade only to refuse sends an error and closes at once.
    private static readonly TimeSpan CloseAfterError = TimeSpan.FromSeconds(2);

    private readonly IUpstreamConnection _connection;
    private readonly IEdgeTranslator? _translator;
    private readonly TimeProvider _time;
    private readonly string? _deploymentId;
    private readonly List<EventMessage> _events = [];
    private readonly ArrayBufferWriter<byte> _pieces = new();
    private volatile TaskCompletionSource _worked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<UpstreamRead>? _pendingRead;
    private Task _flushing = Task.CompletedTask;
    private bool _isReplaying;

    /// <summary>Initializes a new instance of the <see cref="UpstreamOpening"/> class.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="translator">The provider's translator, or null.</param>
    /// <param name="time">The clock.</param>
    /// <param name="deploymentId">The deployment, to which what a former translator left may belong.</param>
    public UpstreamOpening(IUpstreamConnection connection, IEdgeTranslator? translator, TimeProvider time, string? deploymentId = null)
    {
        _deploymentId = deploymentId;
        _connection = connection;
        _translator = translator;
        _time = time;
        Host = translator is IUpstreamTranslator ? new UpstreamHost(time) : null;
    }

    /// <summary>Gets what the session does for the translator; null for one that asks for nothing.</summary>
    public UpstreamHost? Host { get; }

    /// <summary>Gets what a connection that replaces another has taken of the history; null where its translator sees to that.</summary>
    public ReplayResult? Replay { get; private set; }

    /// <summary>Gets when the provider ends the connection, by its own word; null when it did not say.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Gets the canonical events that came, in order, for the client.</summary>
    public IReadOnlyList<EventMessage> Events => _events;

    /// <summary>Gets the read that was begun and has not ended; null when there is none.</summary>
    public Task<UpstreamRead>? PendingRead => _pendingRead;

    /// <summary>Lets the translator speak first where it wants to, waits for the first event and applies the settings.</summary>
    /// <param name="start">What the connection begins with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Why the provider does not take the session; null when it does.</returns>
    public async Task<UpstreamRefusal?> RunAsync(UpstreamStart start, CancellationToken cancellationToken)
    {
        var refusal = await OpenAsync(start, cancellationToken).ConfigureAwait(false);
        if (refusal is null)
        {
            Host?.Detach();
        }
        else
        {
            Host?.End();
        }

        return refusal;
    }

    void IEventSink.Forward(in EventMessage message)
    {
        if (message.Type == RealtimeEventType.SessionCreated)
        {
            ExpiresAt = SessionFields.ExpiresAt(message.Payload.Span);
        }

        _events.Add(message with { Payload = message.Payload.ToArray() });
    }

    void IEventSink.Reply(in EventMessage message) => _connection.Enqueue(message.Payload.Span, message.IsBinary);

    private static UpstreamRefusal Closed(UpstreamEnd end, string? code = null)
    {
        // OpenAI's close reasons are "type.code".
        code ??= Redaction.SafeCode(end.Reason.Split('.')[^1]);
        var because = code is null ? "" : $" ({code})";
        return new UpstreamRefusal(UpstreamRefusalKind.Refused, $"The provider refused the session{because}.", Code: code);
    }

    private async Task<UpstreamRefusal?> OpenAsync(UpstreamStart start, CancellationToken cancellationToken)
    {
        if (_translator is IUpstreamTranslator translator)
        {
            Host!.Attach(Work, renew: null);
            lock (Host.Gate)
            {
                var carried = start.Carried is CarriedState state && state.DeploymentId == _deploymentId ? state.State : null;
                translator.Open(start with { Carried = carried }, Host, this);
            }

            await _connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        while (_events.Count == 0)
        {
            if (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } end)
            {
                return Closed(end);
            }
        }

        if (_events[0].Type == RealtimeEventType.Error
            && await IsRefusalAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        // A translator that speaks first was given the settings and the history.
        if (start.IsReplacement)
        {
            return Host is null ? await ReplayAsync(start, cancellationToken).ConfigureAwait(false) : HideBeginning();
        }

        return start.Settings.IsEmpty || Host is not null ? null : await ApplyAsync(start.Settings, cancellationToken).ConfigureAwait(false);
    }

    private async Task<UpstreamRefusal?> ReplayAsync(UpstreamStart start, CancellationToken cancellationToken)
    {
        _events.Clear();
        _isReplaying = true;
        var talk = new ReplayTalk(start, this);
        var refusal = await talk.RunAsync(cancellationToken).ConfigureAwait(false);
        _events.Clear();
        Replay = talk.Result;
        return refusal;
    }

    // The client has seen a session begin and does not see another one.
    private UpstreamRefusal? HideBeginning()
    {
        lock (Host!.Gate)
        {
            _events.RemoveAll(message => message.Type is RealtimeEventType.SessionCreated or RealtimeEventType.ConversationCreated
                or RealtimeEventType.SessionUpdated or RealtimeEventType.Error);
        }

        return null;
    }

    void IReplayConnection.Send(in EventMessage message) => Send(message);

    async Task<ReplayAnswer> IReplayConnection.NextAsync(TimeSpan quiet, CancellationToken cancellationToken)
    {
        // Not awaited: a provider that answers at length must be read from while it is written to.
        if (_flushing.IsCompleted)
        {
            _flushing = _connection.FlushAsync(cancellationToken).AsTask();
        }

        while (_events.Count == 0)
        {
            _pendingRead ??= _connection.ReadAsync(cancellationToken).AsTask();
            if (!_pendingRead.IsCompleted)
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var wait = Task.Delay(quiet, _time, both.Token);
                var first = await Task.WhenAny(_pendingRead, wait).ConfigureAwait(false);
                await both.CancelAsync().ConfigureAwait(false);
                if (first == wait)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return new ReplayAnswer(default, null, IsQuiet: true);
                }
            }

            if (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } end)
            {
                return new ReplayAnswer(default, end, IsQuiet: false);
            }
        }

        var next = _events[0];
        _events.RemoveAt(0);
        return new ReplayAnswer(next, null, IsQuiet: false);
    }

    // Work of the translator that comes due before the session runs; the host keeps other calls away meanwhile.
    private void Work(Action<IEventSink> work)
    {
        work(this);
        _worked.TrySetResult();
    }

    private async Task<UpstreamRefusal?> IsRefusalAsync(CancellationToken cancellationToken)
    {
        var error = SessionFields.Error(_events[0].Payload.Span);
        var wait = Task.Delay(CloseAfterError, _time, cancellationToken);
        var count = _events.Count;
        while (_events.Count == count)
        {
            // A read that is cancelled cuts the connection, so the one that still waits is left to the session.
            _pendingRead ??= _connection.ReadAsync(cancellationToken).AsTask();
            if (_pieces.WrittenCount == 0 && await Task.WhenAny(_pendingRead, wait).ConfigureAwait(false) == wait)
            {
                // It stayed open: the error is a word within a session, and the client gets it.
                await wait.ConfigureAwait(false);
                return null;
            }

            if (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } end)
            {
                return Closed(end, Redaction.SafeCode(error.Code));
            }
        }

        return null;
    }

    private async Task<UpstreamRefusal?> ApplyAsync(ReadOnlyMemory<byte> settings, CancellationToken cancellationToken)
    {
        Send(new EventMessage(RealtimeEventType.SessionUpdate, SessionFields.Update(settings.Span)));
        await _connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        var position = _events.Count;
        while (true)
        {
            for (; position < _events.Count; position++)
            {
                var message = _events[position];
                if (message.Type == RealtimeEventType.Error)
                {
                    var error = SessionFields.Error(message.Payload.Span);
                    return new UpstreamRefusal(
                        UpstreamRefusalKind.Refused,
                        "The provider refused the session settings of the client secret: " + Redaction.Redact(error.Message ?? ""),
                        Code: Redaction.SafeCode(error.Code));
                }

                if (message.Type == RealtimeEventType.SessionUpdated)
                {
                    ShowSettings(position);
                    return null;
                }
            }

            if (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } end)
            {
                return Closed(end);
            }
        }
    }

    // A client with bound settings asked for nothing yet: it sees them in session.created and no session.updated.
    private void ShowSettings(int updated)
    {
        var created = _events.FindIndex(message => message.Type == RealtimeEventType.SessionCreated);
        if (created >= 0)
        {
            var merged = SessionFields.WithSessionOf(_events[created].Payload.Span, _events[updated].Payload.Span);
            _events[created] = _events[created] with { Payload = merged };
            _events.RemoveAt(updated);
        }
    }

    private void Send(in EventMessage message)
    {
        if (_translator is not null && _translator.CanonicalTypes.Contains(message.Type))
        {
            _translator.FromCanonical(message, new ToConnection(_connection, _isReplaying ? _events : null));
        }
        else
        {
            _connection.Enqueue(message.Payload.Span, binary: false);
        }
    }

    private async Task<UpstreamEnd?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Host is not null && !await IsReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var pending = _pendingRead;
        _pendingRead = null;
        var read = pending is null
            ? await _connection.ReadAsync(cancellationToken).ConfigureAwait(false)
            : await pending.ConfigureAwait(false);
        if (read.End is { } end)
        {
            return end;
        }

        if (!read.EndOfMessage || _pieces.WrittenCount > 0)
        {
            _pieces.Write(read.Payload.Span);
            if (!read.EndOfMessage)
            {
                return null;
            }
        }

        var payload = _pieces.WrittenCount > 0 ? _pieces.WrittenMemory : read.Payload;
        var type = read.IsBinary ? RealtimeEventType.Unknown : EventScanner.ScanType(payload.Span);
        var message = new EventMessage(type, payload, read.IsBinary);
        if (_translator is not null && _translator.WireTypes.Contains(type))
        {
            Translate(message);
            await _connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            ((IEventSink)this).Forward(message);
        }

        _pieces.ResetWrittenCount();
        return null;
    }

    // What a timer of the translator says counts like what the provider says.
    private async Task<bool> IsReadAsync(CancellationToken cancellationToken)
    {
        _pendingRead ??= _connection.ReadAsync(cancellationToken).AsTask();
        await Task.WhenAny(_pendingRead, _worked.Task).ConfigureAwait(false);
        if (_worked.Task.IsCompleted)
        {
            _worked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return _pendingRead.IsCompleted;
    }

    private void Translate(in EventMessage message)
    {
        if (Host is null)
        {
            _translator!.ToCanonical(message, this);
            return;
        }

        lock (Host.Gate)
        {
            _translator!.ToCanonical(message, this);
        }
    }

    private sealed class ToConnection(IUpstreamConnection connection, List<EventMessage>? replies) : IEventSink
    {
        public void Forward(in EventMessage message) => connection.Enqueue(message.Payload.Span, message.IsBinary);

        // An objection to bound settings has no client to go to yet; the provider's own answer decides.
        public void Reply(in EventMessage message) => replies?.Add(message with { Payload = message.Payload.ToArray() });
    }
}
