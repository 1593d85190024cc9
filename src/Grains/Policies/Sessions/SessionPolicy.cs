using Microsoft.Extensions.Logging;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Stages;

namespace Realtime.Grains.Policies.Sessions;

/// <summary>
/// The limits and budgets that one session runs under: it holds a lease of each, asks before a turn and books after a response. What it
/// was told last stands in memory, so that nothing is asked where nothing is limited.
/// </summary>
internal sealed partial class SessionPolicy : ITurnGate
{
    private readonly Lock _gate = new();
    private readonly LeaseKeeper _keeper;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Action<SessionRefusal, bool>? _end;
    private (SessionRefusal Refusal, bool AtTurnEnd)? _pendingEnd;
    private Task _booking = Task.CompletedTask;
    private Action? _guardsChanged;
    private Action? _durationChanged;
    private bool _haveGuardsChanged;
    private bool _released;

    /// <summary>Initializes a new instance of the <see cref="SessionPolicy"/> class.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="principal">On whose behalf it runs.</param>
    /// <param name="models">The names of its model.</param>
    /// <param name="scopes">Those whose limits hold.</param>
    /// <param name="keeper">Keeps its leases.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public SessionPolicy(
        string sessionId,
        SessionPrincipal principal,
        IReadOnlyList<string> models,
        IReadOnlyList<ScopeHandle> scopes,
        LeaseKeeper keeper,
        TimeProvider time,
        ILogger logger)
    {
        SessionId = sessionId;
        Principal = principal;
        Models = models;
        Scopes = scopes;
        _keeper = keeper;
        _time = time;
        _logger = logger;
    }

    /// <summary>Gets the session.</summary>
    public string SessionId { get; }

    /// <summary>Gets on whose behalf it runs.</summary>
    public SessionPrincipal Principal { get; }

    /// <summary>Gets the names of its model: what the client asked for, and the group that was found.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>Gets those whose limits hold.</summary>
    public IReadOnlyList<ScopeHandle> Scopes { get; }

    /// <inheritdoc/>
    /// <remarks>While a response is being booked it may be the one that uses a budget up, so that the next one waits for the answer.</remarks>
    public bool MustAsk => Exhausted is not null || !Volatile.Read(ref _booking).IsCompleted || Scopes.Any(scope => scope.Document.Limits.HasTurnLimits);

    /// <summary>Gets the longest that the session may last, as it is set for its key and its team now; null: no limit of theirs.</summary>
    public TimeSpan? MaxDuration => Owners is { Length: > 0 } owners ? owners.Min(owner => owner.MaxSessionDuration) : Principal.MaxSessionDuration;

    /// <summary>Gets what the session may cost in US dollars, as it is set for its key and its team now; null: no limit of theirs.</summary>
    public decimal? MaxCost => Owners is { Length: > 0 } owners ? owners.Min(owner => owner.MaxSessionCost) : Principal.MaxSessionCost;

    private PolicyDocument[] Owners =>
        [.. Scopes.Where(scope => PolicyScopes.Split(scope.Scope).Kind is "key" or "team").Select(scope => scope.Document)];

    /// <summary>Gets why no response may begin any more; null when one may.</summary>
    public SessionRefusal? Exhausted { get; private set; }

    /// <summary>Begins to listen for the end.</summary>
    /// <param name="end">Called with the reason and whether a running response may end first; at once when the reason came before.</param>
    public void Listen(Action<SessionRefusal, bool> end)
    {
        (SessionRefusal Refusal, bool AtTurnEnd)? pending;
        lock (_gate)
        {
            _end = end;
            pending = _pendingEnd;
        }

        if (pending is var (refusal, atTurnEnd))
        {
            end(refusal, atTurnEnd);
        }
    }

    /// <summary>Begins to listen for guardrails that are given to the key or its team, or taken from them.</summary>
    /// <param name="changed">Called when that happens; at once when it has happened.</param>
    public void ListenForGuards(Action changed)
    {
        lock (_gate)
        {
            _guardsChanged = changed;
        }

        if (HaveGuardsChanged)
        {
            changed();
        }
    }

    /// <summary>Begins to listen for another <see cref="MaxDuration"/>.</summary>
    /// <param name="changed">Called when there is one.</param>
    public void ListenForDuration(Action changed)
    {
        lock (_gate)
        {
            _durationChanged = changed;
        }
    }

    /// <summary>Gets a value indicating whether the key or its team has other guardrails than when the session was admitted.</summary>
    public bool HaveGuardsChanged => Volatile.Read(ref _haveGuardsChanged);

    /// <summary>Takes in what is set now.</summary>
    /// <param name="handle">For whom.</param>
    /// <param name="document">What.</param>
    public void Set(ScopeHandle handle, PolicyDocument document)
    {
        if (document.State == PolicyState.Unavailable)
        {
            // Nothing is known of what is set: what was known goes on to count.
            return;
        }

        Action? guardsChanged = null;
        Action? durationChanged = null;
        lock (_gate)
        {
            if (!handle.Document.GuardsLike(document))
            {
                _haveGuardsChanged = true;
                guardsChanged = _guardsChanged;
            }

            if (handle.Document.MaxSessionDuration != document.MaxSessionDuration)
            {
                durationChanged = _durationChanged;
            }

            handle.Document = document;
        }

        durationChanged?.Invoke();
        guardsChanged?.Invoke();
    }

    /// <summary>Gives what somebody's sessions are guarded by as it is set now.</summary>
    /// <param name="principal">On whose behalf a session runs, as it was when it began.</param>
    /// <returns>The same with the guardrails of now.</returns>
    public SessionPrincipal Renew(SessionPrincipal principal)
    {
        var documents = Owners;
        return documents.Length == 0 ? principal : principal with
        {
            Guardrails = [.. documents.SelectMany(document => document.Guardrails).Distinct(StringComparer.Ordinal)],
            DisableGlobalGuardrails = documents.Any(document => document.DisableGlobalGuardrails),
            Policies = [.. documents.SelectMany(document => document.Policies).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Takes in a change.</summary>
    /// <param name="change">The change.</param>
    public void OnChanged(PolicyChange change)
    {
        if (Scopes.FirstOrDefault(scope => scope.Scope == change.Scope) is not { } handle)
        {
            return;
        }

        Set(handle, change.Document);
        if (change.Models.Count > 0 && !change.Models.Intersect(Models, StringComparer.Ordinal).Any())
        {
            return;
        }

        if (change.Refusal is { } refusal)
        {
            End(refusal, change.AtTurnEnd);
        }
        else
        {
            Exhausted = null;
        }
    }

    /// <summary>Ends the session.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="atTurnEnd">Whether a running response may end first.</param>
    public void End(SessionRefusal refusal, bool atTurnEnd)
    {
        Action<SessionRefusal, bool>? end;
        lock (_gate)
        {
            Exhausted = refusal;
            _pendingEnd = (refusal, atTurnEnd);
            end = _end;
        }

        end?.Invoke(refusal, atTurnEnd);
    }

    /// <inheritdoc/>
    public async Task<SessionRefusal?> BeginTurnAsync(CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _booking).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (Exhausted is { } exhausted)
        {
            return exhausted;
        }

        var asked = Scopes.Where(scope => scope.Document.Limits.HasTurnLimits).ToArray();
        var answers = await Task.WhenAll(asked.Select(scope => BeginTurnAsync(scope, cancellationToken))).ConfigureAwait(false);
        if (answers.Select(answer => answer?.Refusal).FirstOrDefault(refusal => refusal is not null) is not { } refusal)
        {
            return null;
        }

        foreach (var (scope, answer) in asked.Zip(answers).Where(pair => pair.Second is { Refusal: null }))
        {
            scope.Grain.UndoTurn(Models, answer!.Ticket).AsTask().Ignore();
        }

        return refusal;
    }

    /// <summary>Books what was used everywhere that counts it.</summary>
    /// <param name="booking">What was used.</param>
    /// <param name="others">Further ones that count, as the deployment.</param>
    /// <param name="own">Why the session's own limit ends it; null when it does not.</param>
    /// <returns>Why the session must end; null when it need not.</returns>
    public Task<SessionRefusal?> BookAsync(UsageBooking booking, IReadOnlyList<IKeyPolicyGrain> others, SessionRefusal? own)
    {
        var answer = BookEverywhereAsync(booking, others, own);
        lock (_gate)
        {
            _booking = _booking.IsCompleted ? answer : Task.WhenAll(_booking, answer);
        }

        return answer;
    }

    /// <summary>Leaves the leases to the silo on which the session goes on.</summary>
    /// <returns>A task that has ended.</returns>
    public Task LetGoAsync()
    {
        _keeper.Forget(this);
        return Task.CompletedTask;
    }

    /// <summary>Gives the leases back.</summary>
    /// <param name="neverStarted">Whether its start does not count.</param>
    /// <returns>A task that ends when the places are free, or cannot be given back and run out.</returns>
    public async Task ReleaseAsync(bool neverStarted)
    {
        lock (_gate)
        {
            if (_released)
            {
                return;
            }

            _released = true;
        }

        _keeper.Forget(this);
        await Task.WhenAll(Scopes.Select(scope => ReleaseAsync(scope, neverStarted))).ConfigureAwait(false);
    }

    private async Task<SessionRefusal?> BookEverywhereAsync(UsageBooking booking, IReadOnlyList<IKeyPolicyGrain> others, SessionRefusal? own)
    {
        var counting = Scopes
            .Where(scope => scope.Document.Budgets.Count > 0 || scope.Document.SoftBudget is not null || scope.Document.Limits.HasTurnLimits)
            .Select(scope => scope.Grain)
            .Concat(others);
        var answers = await Task.WhenAll(counting.Select(grain => BookAsync(grain, booking))).ConfigureAwait(false);
        Exhausted ??= answers.FirstOrDefault(refusal => refusal is not null) ?? own;
        return Exhausted;
    }

    private async Task<TurnAnswer?> BeginTurnAsync(ScopeHandle scope, CancellationToken cancellationToken)
    {
        try
        {
            return await GrainCalls.AskAsync(() => scope.Grain.BeginTurn(Models).AsTask(), _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            // A talk is not broken off because nobody can count it at this moment.
            LogNotCounted(SessionId, exception);
            return null;
        }
    }

    private async Task<SessionRefusal?> BookAsync(IKeyPolicyGrain grain, UsageBooking booking)
    {
        try
        {
            return (await GrainCalls.AskAsync(() => grain.Book(booking).AsTask(), _time, CancellationToken.None).ConfigureAwait(false)).Exhausted;
        }
        catch (TimeoutException exception)
        {
            // The ledger has it; the policy reads it there when it comes up again.
            LogNotCounted(SessionId, exception);
            return null;
        }
    }

    private async Task ReleaseAsync(ScopeHandle scope, bool neverStarted)
    {
        try
        {
            await GrainCalls.AskAsync(
                async () =>
                {
                    await scope.Grain.Release(SessionId, neverStarted).ConfigureAwait(false);
                    return true;
                },
                _time,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            LogNotReleased(SessionId, exception);
        }
    }

    [LoggerMessage(EventId = 1411, Level = LogLevel.Warning, Message = "A turn of session {SessionId} could not be counted")]
    private partial void LogNotCounted(string sessionId, Exception exception);

    [LoggerMessage(EventId = 1412, Level = LogLevel.Warning, Message = "A place of session {SessionId} could not be given back; it runs out by itself")]
    private partial void LogNotReleased(string sessionId, Exception exception);
}
