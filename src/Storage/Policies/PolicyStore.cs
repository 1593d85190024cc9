using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Storage.Policies;

/// <inheritdoc cref="IPolicyStore"/>
internal sealed class PolicyStore(RealtimeDatabase database) : IPolicyStore
{
    /// <inheritdoc/>
    public Task<PolicyData<KeyRow>?> FindKeyAsync(string hash, CancellationToken cancellationToken = default) =>
        FindAsync(
            context => context.Keys.FirstOrDefaultAsync(key => key.Hash == hash, cancellationToken),
            (context, key) => BudgetAsync(context, key.BudgetId, cancellationToken),
            SpendScope.Key(hash),
            cancellationToken);

    /// <inheritdoc/>
    public Task<PolicyData<TeamRow>?> FindTeamAsync(string id, CancellationToken cancellationToken = default) =>
        FindAsync(context => context.Teams.FirstOrDefaultAsync(team => team.Id == id, cancellationToken), None, SpendScope.Team(id), cancellationToken);

    /// <inheritdoc/>
    public Task<PolicyData<MemberRow>?> FindMemberAsync(string teamId, string userId, CancellationToken cancellationToken = default) =>
        FindAsync(
            context => context.Members.FirstOrDefaultAsync(one => one.TeamId == teamId && one.UserId == userId, cancellationToken),
            async (context, _) =>
            {
                var team = await context.Teams.FirstOrDefaultAsync(one => one.Id == teamId, cancellationToken).ConfigureAwait(false);
                return team?.Settings.MemberDefaults is not { } defaults ? null : new PolicySettings
                {
                    MaxBudget = defaults.MaxBudget,
                    BudgetDuration = defaults.BudgetDuration,
                    RpmLimit = defaults.RpmLimit,
                    TpmLimit = defaults.TpmLimit,
                };
            },
            SpendScope.Member(teamId, userId),
            cancellationToken);

    /// <inheritdoc/>
    public Task<PolicyData<UserRow>?> FindUserAsync(string id, CancellationToken cancellationToken = default) =>
        FindAsync(context => context.Users.FirstOrDefaultAsync(user => user.Id == id, cancellationToken), None, SpendScope.User(id), cancellationToken);

    /// <inheritdoc/>
    public Task<PolicyData<CustomerRow>?> FindCustomerAsync(string id, string? defaultBudget = null, CancellationToken cancellationToken = default) =>
        FindAsync(
            async context => await context.Customers.FirstOrDefaultAsync(customer => customer.Id == id, cancellationToken).ConfigureAwait(false)
                ?? (defaultBudget is null ? null : new CustomerRow { Id = id }),

            // An amount of its own is a budget of its own.
            (context, customer) => BudgetAsync(
                context, customer.BudgetId ?? (customer.Settings.MaxBudget is null ? defaultBudget : null), cancellationToken),
            SpendScope.Customer(id),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SpendRow>> ReadSpendAsync(string scope, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<SpendRow>>(
            async context => await context.Spend.Where(row => row.Scope == scope).ToListAsync(cancellationToken).ConfigureAwait(false),
            cancellationToken);

    /// <inheritdoc/>
    public Task<SpendRow> EnsureWindowAsync(
        string scope, string window, string? duration, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        database.ChangeAsync(
            null,
            async context =>
            {
                var row = await SpendRows.FindOrAddAsync(context, scope, window, cancellationToken).ConfigureAwait(false);
                row.SetDuration(duration, now);
                return row;
            },
            cancellationToken);

    private static Task<PolicySettings?> None<T>(RealtimeDbContext context, T row) => Task.FromResult<PolicySettings?>(null);

    private static async Task<PolicySettings?> BudgetAsync(RealtimeDbContext context, string? id, CancellationToken cancellationToken) =>
        id is null ? null
        : (await context.Budgets.FirstOrDefaultAsync(budget => budget.Id == id, cancellationToken).ConfigureAwait(false))?.Settings;

    private Task<PolicyData<T>?> FindAsync<T>(
        Func<RealtimeDbContext, Task<T?>> find,
        Func<RealtimeDbContext, T, Task<PolicySettings?>> fallback,
        string scope,
        CancellationToken cancellationToken)
        where T : AuditedRow =>
        database.ReadAsync(
            async context =>
            {
                if (await find(context).ConfigureAwait(false) is not { } row)
                {
                    return null;
                }

                var settings = row.Settings.WithBudget(await fallback(context, row).ConfigureAwait(false));
                var spend = await context.Spend.Where(one => one.Scope == scope).ToListAsync(cancellationToken).ConfigureAwait(false);
                return new PolicyData<T>(row, settings, spend);
            },
            cancellationToken);
}
