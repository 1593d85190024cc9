using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Spend;

/// <summary><c>/team/daily/activity</c> and <c>/user/daily/activity</c>.</summary>
internal static class DailyActivity
{
    private const int MostDays = 1000;

    /// <summary>Gets the parameters of the teams' route.</summary>
    public static QueryField[] TeamFields { get; } = [.. Common(), new("team_ids", "Only these teams, parted by commas."), new("exclude_team_ids", "Not these teams, parted by commas.")];

    /// <summary>Gets the parameters of the users' route.</summary>
    public static QueryField[] UserFields { get; } = [.. Common(), new("user_id", "Only this user.")];

    public static Task<Outcome<ActivityAnswer>> TeamsAsync(AdminCall call)
    {
        var (only, without) = (Ids(call, "team_ids"), Ids(call, "exclude_team_ids"));
        return ReadAsync(call, group => group.TeamId, rows => rows.Where(row =>
            row.TeamId != null && (only.Length == 0 || only.Contains(row.TeamId)) && !without.Contains(row.TeamId)));
    }

    public static Task<Outcome<ActivityAnswer>> UsersAsync(AdminCall call) => ReadAsync(call, group => group.UserId, rows => rows);

    private static async Task<Outcome<ActivityAnswer>> ReadAsync(
        AdminCall call, Func<SpendGroup, string?> entity, Func<IQueryable<LedgerRow>, IQueryable<LedgerRow>> filter)
    {
        var query = call.Query;
        var (number, size) = (query.Number("page", 1, int.MaxValue), query.Number("page_size", MostDays, MostDays));
        _ = SpendFilter.Times(Array.Empty<LedgerRow>().AsQueryable(), query);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (query.Text("start_date") is null || query.Text("end_date") is null)
        {
            return AdminErrors.Bad("Please provide start_date and end_date", "start_date");
        }

        return await call.ReadAsync<Outcome<ActivityAnswer>>(async context =>
        {
            var rows = filter(SpendFilter.Owners(SpendFilter.Times(context.Ledger, query), call, query));
            var model = query.Text("model");
            var groups = await SpendGroup.ReadAsync(model is null ? rows : rows.Where(row => row.Model == model), call.Cancel).ConfigureAwait(false);
            var days = groups.GroupBy(group => group.Day).OrderByDescending(day => day.Key).ToArray();
            var all = new ActivityMetrics(groups);
            var pages = (days.Length + size - 1) / size;
            return new ActivityAnswer(
                [.. days.Skip((int)Math.Min(days.Length, (long)(number - 1) * size)).Take(size).Select(day => Describe(day.Key, [.. day], entity))],
                new ActivityTotals(
                    all.Spend, all.PromptTokens, all.CompletionTokens, all.TotalTokens, all.ApiRequests, all.SuccessfulRequests, all.FailedRequests, number, pages, number < pages));
        }).ConfigureAwait(false);
    }

    private static ActivityDay Describe(DateOnly day, SpendGroup[] groups, Func<SpendGroup, string?> entity) => new(
        day,
        new ActivityMetrics(groups),
        new ActivityBreakdown(
            Parts(groups, group => group.Model),
            Parts(groups, group => group.ModelGroup),
            Parts(groups, group => group.Provider),
            Parts(groups, group => group.ApiKey),
            Parts(groups, entity)));

    private static Dictionary<string, ActivityPart> Parts(SpendGroup[] groups, Func<SpendGroup, string?> by) => groups
        .Where(group => by(group) is not null)
        .GroupBy(group => by(group)!, StringComparer.Ordinal)
        .ToDictionary(
            part => part.Key,
            part => new ActivityPart(
                new ActivityMetrics([.. part]),
                new Dictionary<string, string?> { ["key_alias"] = part.First().KeyAlias, ["team_id"] = part.First().TeamId }));

    private static string[] Ids(AdminCall call, string name) =>
        call.Query.Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static QueryField[] Common() =>
    [
        QueryField.StartDate,
        QueryField.EndDate,
        new("model", "Only this model of a provider."),
        new("api_key", "Only this key: the key or its hash."),
        QueryField.Page,
        new("page_size", "Days on a page, 1 to 1000.", "integer"),
    ];
}
