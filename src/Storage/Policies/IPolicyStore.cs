using Realtime.Storage.Model;

namespace Realtime.Storage.Policies;

/// <summary>Reads what keys, teams, users and customers may do and have spent. All methods throw <see cref="Database.StorageUnavailableException"/> while the database is away.</summary>
public interface IPolicyStore
{
    /// <summary>Reads a key.</summary>
    /// <param name="hash">Its SHA-256 in lower-case hexadecimal.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The key; null when there is none.</returns>
    Task<PolicyData<KeyRow>?> FindKeyAsync(string hash, CancellationToken cancellationToken = default);

    /// <summary>Reads a team.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The team; null when there is none.</returns>
    Task<PolicyData<TeamRow>?> FindTeamAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads a member of a team, with the team's defaults for members put in.</summary>
    /// <param name="teamId">The team.</param>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The member; null when there is none.</returns>
    Task<PolicyData<MemberRow>?> FindMemberAsync(string teamId, string userId, CancellationToken cancellationToken = default);

    /// <summary>Reads a user.</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The user; null when there is none.</returns>
    Task<PolicyData<UserRow>?> FindUserAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads a customer.</summary>
    /// <param name="id">The id.</param>
    /// <param name="defaultBudget">The budget, by its id, of customers without one of their own and without a row; null for none.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The customer; null when there is none, and no default budget either.</returns>
    Task<PolicyData<CustomerRow>?> FindCustomerAsync(string id, string? defaultBudget = null, CancellationToken cancellationToken = default);

    /// <summary>Reads all that an owner has spent, by window.</summary>
    /// <param name="scope">The owner; see <see cref="SpendScope"/>.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The windows as they stand; <see cref="SpendRow.Roll"/> brings them to a time.</returns>
    Task<IReadOnlyList<SpendRow>> ReadSpendAsync(string scope, CancellationToken cancellationToken = default);

    /// <summary>Makes sure that a window is there with this period, and begins its present period; spend of the period stays.</summary>
    /// <param name="scope">The owner; see <see cref="SpendScope"/>.</param>
    /// <param name="window">The window; see <see cref="SpendWindow"/>.</param>
    /// <param name="duration">The period; null: none.</param>
    /// <param name="now">The present time.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The window.</returns>
    Task<SpendRow> EnsureWindowAsync(
        string scope, string window, string? duration, DateTimeOffset now, CancellationToken cancellationToken = default);
}
