using Orleans.Concurrency;

namespace Realtime.Grains.Interfaces.Policies;

/// <summary>
/// The limits and budgets of one key, team, member, user, customer, deployment or provider, or of everything; its key is one of
/// <see cref="PolicyScopes"/>. It alone counts: leases of sessions, requests and tokens of the last minute, live spend.
/// </summary>
[Alias("Realtime.IKeyPolicyGrain")]
public interface IKeyPolicyGrain : IGrainWithStringKey
{
    /// <summary>Says what is set.</summary>
    /// <returns>The document; its state tells whether sessions may start.</returns>
    [Alias("Describe")]
    [AlwaysInterleave]
    ValueTask<PolicyDocument> Describe();

    /// <summary>Takes a lease for a session and counts its start. Asked again for the same session, it answers the same.</summary>
    /// <param name="request">The session.</param>
    /// <returns>That it may start, or why not.</returns>
    [Alias("Admit")]
    Task<AdmitAnswer> Admit(AdmitRequest request);

    /// <summary>Keeps leases. A lease that is not renewed runs out within a minute.</summary>
    /// <param name="sessions">The sessions of one silo.</param>
    /// <param name="watcher">The silo's ear.</param>
    /// <returns>Which sessions must end.</returns>
    [Alias("Renew")]
    Task<RenewAnswer> Renew(IReadOnlyList<string> sessions, IPolicyWatcher watcher);

    /// <summary>Gives a lease back.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="neverStarted">Whether its start does not count, since something else refused it.</param>
    /// <returns>A task that ends when the place is free.</returns>
    [Alias("Release")]
    Task Release(string sessionId, bool neverStarted);

    /// <summary>Counts a turn, if it may begin.</summary>
    /// <param name="models">The names of the session's model.</param>
    /// <returns>That it may, or why not.</returns>
    [Alias("BeginTurn")]
    [AlwaysInterleave]
    ValueTask<TurnAnswer> BeginTurn(IReadOnlyList<string> models);

    /// <summary>Takes back the count of a turn that something else refused.</summary>
    /// <param name="models">The names of the session's model.</param>
    /// <param name="ticket">What <see cref="BeginTurn"/> gave.</param>
    /// <returns>A task that ends when it is taken back.</returns>
    [Alias("UndoTurn")]
    [AlwaysInterleave]
    ValueTask UndoTurn(IReadOnlyList<string> models, long ticket);

    /// <summary>Counts tokens and money.</summary>
    /// <param name="booking">What was used.</param>
    /// <returns>Whether a budget is used up.</returns>
    [Alias("Book")]
    [AlwaysInterleave]
    ValueTask<BookAnswer> Book(UsageBooking booking);

    /// <summary>Reads again what is set, after an administrator changed it, and tells the running sessions.</summary>
    /// <returns>A task that ends when the sessions' silos have been told.</returns>
    [Alias("Refresh")]
    Task Refresh();

    /// <summary>Says how much is used at this moment.</summary>
    /// <returns>The figures.</returns>
    [Alias("Status")]
    [AlwaysInterleave]
    ValueTask<PolicyStatus> Status();
}
