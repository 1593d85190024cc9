using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;
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
    private readonly SpendMeter _spend = new();
    private readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    private PolicyKeeper _keeper = null!;
    private PolicyDocument _document = null!;
    private DateTimeOffset _lastRead;
    private bool _isCurrent;
    private bool _softBudgetTold;
    private string _kind = "";

    private long Second => time.GetUtcNow().ToUnixTimeSeconds();

    private string Scope => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _kind = PolicyScopes.Split(Scope).Kind;
        _keeper = new PolicyKeeper(services, this.GetGrainId(), Remember);
        _document = new PolicyDocument { Scope = Scope, State = PolicyState.Unavailable };
        var memory = _keeper.ReadAsync(times.Call, time);
        await ReadAsync();
        Recall(await memory);
        this.RegisterGrainTimer(
            static (grain, _) => grain.UpkeepAsync(), this, new GrainTimerCreationOptions(times.Upkeep, times.Upkeep) { Interleave = true });
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
        if (Objection(document, request.Models, request.SessionId) is { } objection)
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

        _keeper.Note();
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

        return new RenewAnswer(lost, document.Refusal, document);
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
        if (Objection(document, models, sessionId: null) is { } objection)
        {
            return ValueTask.FromResult(new TurnAnswer(objection, 0));
        }

        var second = Second;
        _rates.AddRequest(models, second);
        _keeper.Note();
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
        if (_spend.Add(booking, Scope, document.Budgets))
        {
            _rates.AddTokens(booking.Models, Second, booking.Tokens);
            _keeper.Note();
            WarnOfSoftBudget();
        }

        if (Exhausted(booking.Models) is not { } refusal)
        {
            return new BookAnswer(null);
        }

        // The others must not begin another response; the one that asks hears it by the answer.
        var first = _spend.Exhausted(document.Budgets, booking.Models, time.GetUtcNow())!.Value.Term;
        if (_announced.Add(first.Window))
        {
            alerts.Raise(new Alert(AlertTypes.Budget, "budget_crossed", refusal.Message, Scope));
            await NotifyAsync(new PolicyChange(Scope, document, refusal, AtTurnEnd: true, first.Model is null ? [] : [first.Model]));
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

        var state = document.Refusal;
        await NotifyAsync(new PolicyChange(Scope, document, state, AtTurnEnd: false, []));
        if (state is null)
        {
            await AnnounceExhaustedAsync(document);
        }

    }

    /// <inheritdoc/>
    public ValueTask<PolicyStatus> Status() => ValueTask.FromResult(new PolicyStatus
    {
        Document = Current(),
        Sessions = [.. _leases.All.Where(lease => lease.Value.Expires > time.GetUtcNow()).Select(lease => lease.Key)],
        Requests = _rates.Requests(Second),
        Tokens = _rates.Tokens(Second),
        Spend = _spend.Spend,
    });

    private PolicyDocument Current()
    {
        if (_document.State == PolicyState.Active && _document.Expires is { } expires && expires <= time.GetUtcNow())
        {
            _document = _document with { State = PolicyState.Expired };
        }

        return _document;
    }

    private SessionRefusal? Objection(PolicyDocument document, IReadOnlyList<string> models, string? sessionId)
    {
        if (document.Refusal is { } state)
        {
            return state;
        }

        if (Exhausted(models) is { } budget)
        {
            return budget;
        }

        // A session that asks again was counted when it asked first.
        return sessionId is not null && _leases.All.ContainsKey(sessionId) ? null
            : _rates.Check(document.Limits, models, Second) is { } reached ? PolicyRefusals.ForLimit(document, reached)
            : null;
    }

    private SessionRefusal? Exhausted(IReadOnlyList<string> models)
    {
        var now = time.GetUtcNow();
        return _spend.Exhausted(_document.Budgets, models, now) is var (term, spend)
            ? PolicyRefusals.ForBudget(_document, term, spend, _spend.ResetOf(term), now)
            : null;
    }

    private async Task ReadAsync()
    {
        using var timeout = new CancellationTokenSource(times.Read, time);
        try
        {
            var reading = await source.ReadAsync(Scope, timeout.Token);
            _document = reading.Document;
            _spend.Merge(reading.Spend, Scope, reading.Document.Budgets, time.GetUtcNow());
            _isCurrent = true;
            _announced.RemoveWhere(window => _spend.Exhausted([.. _document.Budgets.Where(term => term.Window == window)], Models(window), time.GetUtcNow()) is null);
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

    private string[] Models(string window) => [.. _document.Budgets.Where(term => term.Window == window && term.Model is not null).Select(term => term.Model!)];

    private PolicyMemory Remember()
    {
        var (requests, tokens) = _rates.Save(Second);
        return new PolicyMemory
        {
            Leases = _leases.All.ToDictionary(lease => lease.Key, lease => lease.Value.Expires, StringComparer.Ordinal),
            Requests = requests,
            Tokens = tokens,
            Document = _document.State == PolicyState.Unavailable ? null : _document,
        };
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

        // Their silo may live and renew them in a moment; a place is not given away before it had the time to.
        var now = time.GetUtcNow();
        foreach (var (sessionId, expires) in memory.Leases.Where(lease => !_leases.All.ContainsKey(lease.Key)))
        {
            var held = now + times.Grace;
            var longest = expires + times.Lease;
            var until = expires > held ? expires : held < longest ? held : longest;
            _leases.TryAdd(sessionId, new Lease { Expires = until }, limit: null, now);
        }

        _rates.Load(memory.Requests, memory.Tokens);
    }

    private async Task<bool> KeepAsync()
    {
        try
        {
            await _keeper.WriteAsync();
            return true;
        }
        catch (InconsistentStateException)
        {
            // Another activation has written: this one is the past.
            LogSuperseded(_kind);
            DeactivateOnIdle();
            return false;
        }
#pragma warning disable CA1031 // Every store has failures of its own; all of them mean the same here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotKept(exception, _kind);
            return false;
        }
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

    private void WarnOfSoftBudget()
    {
        if (_document.SoftBudget is { } soft && _spend.Spend.GetValueOrDefault(Storage.Model.SpendWindow.Main) is var spend)
        {
            if (spend >= soft && !_softBudgetTold)
            {
                alerts.Raise(new Alert(
                    AlertTypes.Budget, "soft_budget_crossed", FormattableString.Invariant($"Soft budget crossed: spend {spend}, soft budget {soft}."), Scope));
            }

            _softBudgetTold = spend >= soft;
        }
    }

    private async Task AnnounceExhaustedAsync(PolicyDocument document)
    {
        foreach (var term in document.Budgets)
        {
            if (_spend.Exhausted([term], term.Model is null ? [] : [term.Model], time.GetUtcNow()) is var (_, spend) && _announced.Add(term.Window))
            {
                var refusal = PolicyRefusals.ForBudget(document, term, spend, _spend.ResetOf(term), time.GetUtcNow());
                await NotifyAsync(new PolicyChange(Scope, document, refusal, AtTurnEnd: true, term.Model is null ? [] : [term.Model]));
            }
        }
    }

    private Task NotifyAsync(PolicyChange change) => Task.WhenAll(
        _leases.All.Values.Select(lease => lease.Watcher).OfType<IPolicyWatcher>().Distinct().Select(watcher => TellAsync(watcher, change)));

    private async Task TellAsync(IPolicyWatcher watcher, PolicyChange change)
    {
        try
        {
            await watcher.Changed(change).WaitAsync(times.Notice, time);
        }
#pragma warning disable CA1031 // A silo that is gone hears nothing, and its sessions are gone with it; a living one asks when it renews.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotTold(exception, _kind);
        }
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "{Count} sessions lost their place in a limit of a {Kind}: it was taken while they could not renew it")]
    private partial void LogLost(int count, string kind);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Warning, Message = "The limits of a {Kind} are kept by another silo now")]
    private partial void LogSuperseded(string kind);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Warning, Message = "The leases of a {Kind} could not be kept")]
    private partial void LogNotKept(Exception exception, string kind);

    [LoggerMessage(EventId = 1404, Level = LogLevel.Information, Message = "A silo could not be told of a change of a {Kind}")]
    private partial void LogNotTold(Exception exception, string kind);
}
