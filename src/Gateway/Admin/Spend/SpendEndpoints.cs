using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>The routes of the ledger and its reports.</summary>
internal static class SpendEndpoints
{
    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The routes.</param>
    public static void MapSpend(this IEndpointRouteBuilder routes)
    {
        routes.Get<List<object>>(
            "/spend/logs",
            AdminRole.Key,
            $"The ledger's rows, newest first, at most {SpendLogs.MostRows}; with both dates sums by day, unless summarize=false",
            SpendLogs.ListAsync,
            [.. SpendFilter.Fields, QueryField.Page, new("page_size", "Rows on a page, 1 to 10000.", "integer"), new("summarize", "Whether dates ask for sums by day.", "boolean")])
            .Produces<List<SpendLogRow>>();
        routes.Get<SpendLogPage>(
            "/spend/logs/v2",
            AdminRole.Key,
            "The ledger's rows, a page at a time",
            SpendLogs.PageAsync,
            [.. SpendFilter.Fields, QueryField.Page, new("page_size", "Rows on a page, 1 to 1000; 50 if not given.", "integer"), new("sort_by", "endTime (default), startTime, spend or total_tokens."), new("sort_order", "desc (default) or asc.")]);
        routes.Post<CalculateSpendRequest, CalculatedSpend>("/spend/calculate", AdminRole.Key, "What a usage costs", SpendCalculation.CalculateAsync)
            .WithMetadata(new WithoutDatabase());
        routes.Get<List<object>>(
            "/global/spend/report",
            AdminRole.Viewer,
            "Who spent what, by day",
            SpendReport.ReadAsync,
            QueryField.StartDate,
            QueryField.EndDate,
            new("group_by", "team (default), customer or api_key."),
            new("api_key", "Only this key: the key or its hash."),
            new("team_id", "Only this team."),
            new("user_id", "Only this user."),
            new("end_user", "Only this customer."))
            .Produces<List<DaySpend>>();
        routes.Get<ActivityAnswer>("/team/daily/activity", AdminRole.Viewer, "What teams used, by day", DailyActivity.TeamsAsync, DailyActivity.TeamFields);
        routes.Get<ActivityAnswer>("/user/daily/activity", AdminRole.User, "What users used, by day", DailyActivity.UsersAsync, DailyActivity.UserFields);
    }
}
