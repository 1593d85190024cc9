using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>Shows the ledger.</summary>
internal static class SpendLogs
{
    /// <summary>The rows that the plain list gives at most; its header <c>x-total-count</c> says how many there are.</summary>
    public const int MostRows = 10_000;

    private const int MostOnAPage = 1000;

    /// <summary>LiteLLM's plain list: rows, newest first; with both dates and no <c>summarize=false</c> sums by day.</summary>
    public static async Task<Outcome<List<object>>> ListAsync(AdminCall call)
    {
        var query = call.Query;
        var number = query.Number("page", 1, int.MaxValue);
        var size = query.Number("page_size", MostRows, MostRows);
        var isSummary = query.Text("start_date") is not null && query.Text("end_date") is not null
            && (query.Text("summarize") is null || query.Flag("summarize"));
        if (Problem(call, query) is { } problem)
        {
            return problem;
        }

        return await call.ReadAsync<Outcome<List<object>>>(async context =>
        {
            var rows = SpendFilter.Apply(context.Ledger, call, query);
            if (isSummary)
            {
                return await SummarizeAsync(rows, call.Cancel).ConfigureAwait(false);
            }

            var page = await Page<LedgerRow>.ReadAsync(
                rows.OrderByDescending(row => row.EndTime).ThenBy(row => row.RequestId), number, size, call.Cancel).ConfigureAwait(false);
            call.Http.Response.Headers["x-total-count"] = page.Total.ToString(CultureInfo.InvariantCulture);
            return page.Items.Select(row => (object)new SpendLogRow(row)).ToList();
        }).ConfigureAwait(false);
    }

    /// <summary>A page at a time, sorted.</summary>
    public static async Task<Outcome<SpendLogPage>> PageAsync(AdminCall call)
    {
        var query = call.Query;
        var (number, size) = (query.Number("page", 1, int.MaxValue), query.Number("page_size", 50, MostOnAPage));
        var (by, descending) = (query.Text("sort_by") ?? "endTime", query.Text("sort_order") != "asc");
        if (Problem(call, query) is { } problem)
        {
            return problem;
        }

        return await call.ReadAsync<Outcome<SpendLogPage>>(async context =>
        {
            var rows = SpendFilter.Apply(context.Ledger, call, query);
            var sorted = by switch
            {
                "spend" => Sort(rows, row => row.Spend, descending),
                "total_tokens" => Sort(rows, row => row.TotalTokens, descending),
                "startTime" => Sort(rows, row => row.StartTime, descending),
                "endTime" => Sort(rows, row => row.EndTime, descending),
                _ => null,
            };
            if (sorted is null)
            {
                return AdminErrors.Bad("sort_by must be spend, total_tokens, startTime or endTime.", "sort_by");
            }

            var page = await Page<LedgerRow>.ReadAsync(sorted.ThenBy(row => row.RequestId), number, size, call.Cancel).ConfigureAwait(false);
            return new SpendLogPage([.. page.Items.Select(row => new SpendLogRow(row))], page.Total, page.Number, page.Size, page.Count);
        }).ConfigureAwait(false);
    }

    // The filter is built once without rows, so that what is wrong with it is known before the database is asked.
    private static Grains.Interfaces.Sessions.SessionRefusal? Problem(AdminCall call, QueryReader query)
    {
        _ = SpendFilter.Apply(Array.Empty<LedgerRow>().AsQueryable(), call, query);
        return query.Problem;
    }

    private static IOrderedQueryable<LedgerRow> Sort<T>(
        IQueryable<LedgerRow> rows, System.Linq.Expressions.Expression<Func<LedgerRow, T>> by, bool descending) =>
        descending ? rows.OrderByDescending(by) : rows.OrderBy(by);

    private static async Task<List<object>> SummarizeAsync(IQueryable<LedgerRow> rows, CancellationToken cancellationToken)
    {
        var groups = await SpendGroup.ReadAsync(rows, cancellationToken).ConfigureAwait(false);
        return [.. groups.GroupBy(group => group.Day).OrderBy(day => day.Key).Select(day => new SpendDay(
            day.Key,
            day.Sum(group => group.Spend),
            day.GroupBy(group => group.UserId ?? "").ToDictionary(user => user.Key, user => user.Sum(group => group.Spend)),
            day.GroupBy(group => group.Model).ToDictionary(model => model.Key, model => model.Sum(group => group.Spend))))];
    }
}
