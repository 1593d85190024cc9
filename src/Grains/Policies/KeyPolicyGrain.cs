using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Policies.Alerts;
using Realtime.Grains.Policies.Counting;
using Realtime.Grains.Policies.Keeping;
using Realtime.Grains.Policies.Reading;
using Realtime.Storage.Database;

namespace Realtime.Grains.Policies;

/// <inheritdoc cref="IKeyPolicyGrain"/>
/// <remarks>
/// Reentrant: while the store takes one admission down, others are decided, and all that came meanwhile are written together. Everything
/// between two awaits is one step. Where sessions are limited an admission counts only when it is kept: of two activations of one policy,
/// which a silo's death can make for a moment, only one can write, so that both together never admit more than the limit.
/// </remarks>
[Reentrant]
[CollectionAgeLimit(Hours = 2)]
internal sealed partial class KeyPolicyGrain(
    PolicySource source, AlertBoard alerts, PolicyTimes times, IServiceProvider services, TimeProvider time, ILogger<KeyPolicyGrain> logger) : Grain, IKeyPolicyGrain
{
    private readonly LeaseTable _leases = new();
    private readonly RateMeter _rates = new();
    private readonly PolicyMoney _money = new(alerts, time);
    private PolicyKeeper _keeper = null!;
    private PolicyEars _ears = null!;
    private PolicyDocument _document = null!;
    private DateTimeOffset _lastRead;
    private bool _isCurrent;
    private IGrainTimer _keepTimer = null!;
    private bool _keepsSoon;
    private string _kind = "";

    private long Second => time.GetUtcNow().ToUnixTimeSeconds();

    private string Scope => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _kind = PolicyScopes.Split(Scope).Kind;
        _keeper = new PolicyKeeper(services, this.GetGrainId(), Remember, _kind, logger);
        _ears = new PolicyEars(_kind, times, time, logger);
        _document = new PolicyDocument { Scope = Scope, State = PolicyState.Unavailable };
        var memory = _keeper.ReadAsync(times.Call, time);
        await ReadAsync();
        Recall(await memory);
        this.RegisterGrainTimer(
            static (grain, _) => grain.UpkeepAsync(), this, new GrainTimerCreationOptions(times.Upkeep, times.Upkeep) { Interleave = true });
        _keepTimer = this.RegisterGrainTimer(
            static (grain, _) => grain.KeepCountAsync(), this, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    /// <inheritdoc/>
    public async ValueTask<PolicyDocument> Describe()
    {
        if (_document.State == PolicyState.Unavailable && time.GetUtcNow() - _lastRead >= times.Retry)
        {
            await ReadAsync();
        }

        return Current();
    }

    /// <inheritdoc/>
    public async Task<AdmitAnswer> Admit(AdmitRequest request)
    {
        var document = Current();
        if (Objection(document, request.Models, request.SessionId, isRunning: false) is { } objection)
        {
            return new AdmitAnswer(objection, null);
        }

        if (!_isCurrent && document.Budgets.Count > 0 && source.FailsClosed)
        {
            return new AdmitAnswer(PolicyStateRefusals.Unavailable, null);
        }

        var limit = document.Limits.Sessions;
        if (limit is not null && !_keeper.IsRead)
        {
            Recall(await _keeper.ReadAsync(times.Call, time));
            if (!_keeper.IsRead)
            {
                return new AdmitAnswer(PolicyStateRefusals.Unavailable, null);
            }
        }

        var now = time.GetUtcNow();
        var known = _leases.All.GetValueOrDefault(request.SessionId);
        var lease = new Lease
        {
            Expires = now + times.Lease,
            Watcher = request.Watcher,
            CountedAt = known?.CountedAt ?? Second,
            Models = request.Models,
        };
        if (!_leases.TryAdd(request.SessionId, lease, limit, now))
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(_leases.UntilNextExpiry(now).TotalSeconds));
            return new AdmitAnswer(PolicyRefusals.ForLimit(document, new ReachedLimit("max_parallel_requests", null, limit!.Value, seconds)), null);
        }

        if (known is null)
        {
            _rates.AddRequest(request.Models, lease.CountedAt);
        }

        Counted();
        return limit is null || await KeepAsync() ? new AdmitAnswer(null, document) : TakeBack(request.SessionId, known is null);
    }

    /// <inheritdoc/>
    public async Task<RenewAnswer> Renew(IReadOnlyList<string> sessions, IPolicyWatcher watcher)
    {
        var document = Current();
        var now = time.GetUtcNow();
        var lost = new List<string>();
        foreach (var sessionId in sessions)
        {
            var known = _leases.All.GetValueOrDefault(sessionId);
            var lease = new Lease { Expires = now + times.Lease, Watcher = watcher, CountedAt = known?.CountedAt ?? 0, Models = known?.Models ?? [] };
            if (!_leases.TryAdd(sessionId, lease, document.Limits.Sessions, now))
            {
                lost.Add(sessionId);
            }
        }

        // A lease that was lost and taken again must be as exact as a new one.
        _keeper.Note();
        if (lost.Count > 0)
        {
            LogLost(lost.Count, _kind);
        }

        if (document.Limits.Sessions is not null && _keeper.IsRead)
        {
            await KeepAsync();
        }

        return new RenewAnswer(lost, document.Ending, document);
    }

    /// <inheritdoc/>
    public async Task Release(string sessionId, bool neverStarted)
    {
        if (_leases.Remove(sessionId) is not { } lease)
        {
            return;
        }

        if (neverStarted)
        {
            _rates.RemoveRequest(lease.Models, lease.CountedAt);
        }

        _keeper.Note();
        if (_document.Limits.Sessions is not null && _keeper.IsRead)
        {
            await KeepAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask<TurnAnswer> BeginTurn(IReadOnlyList<string> models)
    {
        var document = Current();
        if (Objection(document, models, sessionId: null, isRunning: true) is { } objection)
        {
            return ValueTask.FromResult(new TurnAnswer(objection, 0));
        }

        var second = Second;
        _rates.AddRequest(models, second);
        Counted();
        return ValueTask.FromResult(new TurnAnswer(null, second));
    }

    /// <inheritdoc/>
    public ValueTask UndoTurn(IReadOnlyList<string> models, long ticket)
    {
        _rates.RemoveRequest(models, ticket);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<BookAnswer> Book(UsageBooking booking)
    {
        var document = Current();
        if (_money.Book(document, booking))
        {
            _rates.AddTokens(booking.Models, Second, booking.Tokens);
            Counted();
        }

        var refusal = _money.Exhausted(document, booking.Models);
        if (refusal is not null)
        {
            // The others must not begin another response; the one that asks hears it by the answer.
            await TellNewsAsync(document);
        }

        return new BookAnswer(refusal);
    }

    /// <inheritdoc/>
    public async Task Refresh()
    {
        await ReadAsync();
        var document = Current();
        _keeper.Note();
        if (_document.Limits.Sessions is not null && _keeper.IsRead)
        {
            await KeepAsync();
        }

        if (document.State == PolicyState.Unavailable)
        {
            return;
        }

        var state = document.Ending;
        await _ears.TellAsync(_leases.All.Values, new PolicyChange(Scope, document, state, AtTurnEnd: false, []));
        if (state is null)
        {
            await TellNewsAsync(document);
        }
    }

    /// <inheritdoc/>
    public ValueTask<PolicyStatus> Status() => ValueTask.FromResult(new PolicyStatus
    {
        Document = Current(),
        Sessions = [.. _leases.All.Where(lease => lease.Value.Expires > time.GetUtcNow()).Select(lease => lease.Key)],
        Requests = _rates.Requests(Second),
        Tokens = _rates.Tokens(Second),
        Spend = _money.Spend,
    });

    private PolicyDocument Current()
    {
        if (_document.State == PolicyState.Active && _document.Expires is { } expires && expires <= time.GetUtcNow())
        {
            _document = _document with { State = PolicyState.Expired };
        }

        return _document;
    }

    private SessionRefusal? Objection(PolicyDocument document, IReadOnlyList<string> models, string? sessionId, bool isRunning)
    {
        // What begins must be known; a talk that runs is not broken off because nothing can be read at this moment.
        if ((isRunning ? document.Ending : document.Refusal) is { } state)
        {
            return state;
        }

        if (_money.Exhausted(document, models) is { } budget)
        {
            return budget;
        }

        // A session that asks again was counted when it asked first.
        return sessionId is not null && _leases.All.ContainsKey(sessionId) ? null
            : _rates.Check(document.Limits, models, Second) is { } reached ? PolicyRefusals.ForLimit(document, reached)
            : null;
    }

    private async Task ReadAsync()
    {
        using var timeout = new CancellationTokenSource(times.Read, time);
        try
        {
            var reading = await source.ReadAsync(Scope, timeout.Token);
            _document = reading.Document;
            _money.Merge(reading.Document, reading.Spend);
            _isCurrent = true;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
        {
            // What was known goes on to count.
            if (_isCurrent || _lastRead == default)
            {
                alerts.Raise(new Alert(AlertTypes.Database, "database_away", "The database does not answer; what is known of keys and teams goes on to count.", Scope));
            }

            _isCurrent = false;
        }

        _lastRead = time.GetUtcNow();
    }

    private PolicyMemory Remember()
    {
        var memory = new PolicyMemory
        {
            Leases = _leases.All.ToDictionary(lease => lease.Key, lease => lease.Value.Expires, StringComparer.Ordinal),
            Document = _document.State == PolicyState.Unavailable ? null : _document,
        };
        _rates.Save(memory, Second);
        return memory;
    }

    private void Recall(PolicyMemory? memory)
    {
        if (memory is null)
        {
            return;
        }

        if (_document.State == PolicyState.Unavailable && memory.Document is { } known)
        {
            _document = known;
        }

        _leases.Recall(memory.Leases, times, time.GetUtcNow());
        _rates.Load(memory);
    }

    private async Task<bool> KeepAsync()
    {
        var outcome = await _keeper.TryWriteAsync();
        if (outcome == KeepOutcome.Superseded)
        {
            DeactivateOnIdle();
        }

        return outcome == KeepOutcome.Kept;
    }

    private AdmitAnswer TakeBack(string sessionId, bool wasNew)
    {
        if (wasNew && _leases.Remove(sessionId) is { } lease)
        {
            _rates.RemoveRequest(lease.Models, lease.CountedAt);
        }

        return new AdmitAnswer(PolicyStateRefusals.Unavailable, null);
    }

    private async Task UpkeepAsync()
    {
        var now = time.GetUtcNow();
        if (_leases.Expire(now) > 0)
        {
            _keeper.Note();
        }

        if (_document.State == PolicyState.Unknown && _leases.All.Count == 0)
        {
            // Whoever guesses keys must not fill the memory.
            DeactivateOnIdle();
            return;
        }

        if (now - _lastRead >= (_isCurrent ? times.Rereading : times.Upkeep))
        {
            var before = _document;
            await ReadAsync();
            if (Current().Refusal != before.Refusal)
            {
                await Refresh();
            }
        }

        if (_keeper is { IsBehind: true, IsRead: true })
        {
            await KeepAsync();
        }
    }

    private async Task TellNewsAsync(PolicyDocument document)
    {
        foreach (var change in _money.TakeNews(document))
        {
            await _ears.TellAsync(_leases.All.Values, change);
        }
    }

    // What a minute's limit counts must outlive this silo; a write for each turn would be too dear, one in a moment for all is not.
    private void Counted()
    {
        _keeper.Note();
        if (_document.Limits.HasTurnLimits && _keeper.IsRead && !_keepsSoon)
        {
            _keepsSoon = true;
            _keepTimer.Change(times.Keep, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task KeepCountAsync()
    {
        _keepsSoon = false;
        if (_keeper.IsBehind)
        {
            await KeepAsync();
        }
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "{Count} sessions lost their place in a limit of a {Kind}: it was taken while they could not renew it")]
    private partial void LogLost(int count, string kind);
}
