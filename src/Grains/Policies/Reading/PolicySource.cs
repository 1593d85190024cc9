using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Policies;
using Realtime.Storage.Budgets;
using Realtime.Storage.Database;
using Realtime.Storage.Model;
using Realtime.Storage.Policies;

namespace Realtime.Grains.Policies.Reading;

/// <summary>Reads what is set: for keys, teams, members, users and customers from the database, for all else from the configuration.</summary>
internal sealed partial class PolicySource(ConfigStore config, IServiceProvider services, TimeProvider time, ILogger<PolicySource> logger)
{
    private readonly IPolicyStore? _store =
        services.GetService<RealtimeDatabase>() is { IsConfigured: true } ? services.GetRequiredService<IPolicyStore>() : null;

    private string? _missing;

    /// <summary>Gets a value indicating whether nobody starts while spend cannot be verified.</summary>
    public bool FailsClosed => config.Current.General.FailClosedBudgetEnforcement;

    /// <summary>Reads.</summary>
    /// <param name="scope">Whose; see <see cref="PolicyScopes"/>.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>What is set and was spent.</returns>
    /// <exception cref="StorageUnavailableException">The database is away.</exception>
    public async Task<PolicyReading> ReadAsync(string scope, CancellationToken cancellationToken)
    {
        var (kind, id) = PolicyScopes.Split(scope);
        return kind switch
        {
            "key" => Reading(scope, _store is null ? null : await _store.FindKeyAsync(id, cancellationToken).ConfigureAwait(false), Fill),
            "team" => Reading(scope, _store is null ? null : await _store.FindTeamAsync(id, cancellationToken).ConfigureAwait(false), Fill),
            "user" => Reading(scope, _store is null ? null : await _store.FindUserAsync(id, cancellationToken).ConfigureAwait(false), Fill),
            "customer" => Reading(scope, await CustomerAsync(id, cancellationToken).ConfigureAwait(false), Fill),
            "member" => await MemberAsync(scope, id, cancellationToken).ConfigureAwait(false),
            _ => new PolicyReading(
                Configured(scope, kind, id),
                _store is null ? [] : await _store.ReadSpendAsync(scope, cancellationToken).ConfigureAwait(false)),
        };
    }

    private static PolicyReading Reading<T>(string scope, PolicyData<T>? data, Func<PolicyDocument, T, PolicyDocument> fill)
        where T : AuditedRow => data is null
        ? new PolicyReading(new PolicyDocument { Scope = scope }, [])
        : new PolicyReading(fill(PolicyDocuments.From(scope, data.Settings), data.Row), data.Spend);

    private static PolicyDocument Fill(PolicyDocument document, TeamRow row) =>
        document with { Alias = row.Alias, State = row.Blocked ? PolicyState.Blocked : PolicyState.Active };

    private static PolicyDocument Fill(PolicyDocument document, UserRow row) => document with { Alias = row.Alias };

    private static PolicyDocument Fill(PolicyDocument document, CustomerRow row) =>
        document with { Alias = row.Alias, State = row.Blocked ? PolicyState.Blocked : PolicyState.Active };

    private PolicyDocument Fill(PolicyDocument document, KeyRow row) => document with
    {
        Alias = row.Alias,
        TeamId = row.TeamId,
        UserId = row.UserId,
        Expires = row.Expires,
        State = row.Blocked ? PolicyState.Blocked : row.Expires <= time.GetUtcNow() ? PolicyState.Expired : PolicyState.Active,
    };

    private async Task<PolicyData<CustomerRow>?> CustomerAsync(string id, CancellationToken cancellationToken)
    {
        if (_store is null)
        {
            return null;
        }

        var budget = config.Current.LiteLlm.MaxEndUserBudgetId;
        var data = await _store.FindCustomerAsync(id, budget, cancellationToken).ConfigureAwait(false);

        // A customer without a row, whose settings no budget has touched.
        if (budget is not null && ReferenceEquals(data?.Settings, PolicySettings.None) && Interlocked.Exchange(ref _missing, budget) != budget)
        {
            LogNoDefault(budget);
        }

        return data;
    }

    private async Task<PolicyReading> MemberAsync(string scope, string id, CancellationToken cancellationToken)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        return Reading(
            scope,
            _store is null || colon < 0 ? null : await _store.FindMemberAsync(id[..colon], id[(colon + 1)..], cancellationToken).ConfigureAwait(false),
            static (document, row) => document with { TeamId = row.TeamId, UserId = row.UserId });
    }

    private PolicyDocument Configured(string scope, string kind, string id)
    {
        var current = config.Current;
        var document = new PolicyDocument { Scope = scope, State = PolicyState.Active };
        return kind switch
        {
            PolicyScopes.Global => document with
            {
                Limits = new RateLimits { Sessions = current.General.GlobalMaxParallelRequests },
                Budgets = Terms(current.LiteLlm.MaxBudget, current.LiteLlm.BudgetDuration),
            },
            "deployment" when current.Deployments.FirstOrDefault(one => one.Id == id) is { } deployment =>
                document with { Budgets = Terms(deployment.MaxBudget, deployment.BudgetDuration) },
            "provider" when current.Router.ProviderBudgets.GetValueOrDefault(id) is { } budget =>
                document with { Budgets = Terms(budget.Limit, budget.Period) },
            _ => document,
        };
    }

    private static BudgetTerm[] Terms(decimal? limit, TimeSpan? period) =>
        limit is { } most ? [new BudgetTerm(SpendWindow.Main, most, period is { } length ? Period(length) : null)] : [];

    private static string Period(TimeSpan length) =>
        new BudgetPeriod(length.Ticks % TimeSpan.TicksPerDay == 0 ? (int)length.TotalDays : Math.Max(1, (int)length.TotalSeconds),
            length.Ticks % TimeSpan.TicksPerDay == 0 ? "d" : "s").ToString();

    [LoggerMessage(EventId = 1405, Level = LogLevel.Warning, Message = "The budget {Budget} of litellm_settings.max_end_user_budget_id does not exist, so that customers without a budget of their own have no limits. Make it with /budget/new.")]
    private partial void LogNoDefault(string budget);
}
