using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.AuditLog;

/// <summary><c>GET /audit</c>: every change that was made by the admin API.</summary>
internal static class AuditEndpoints
{
    private const int MostOnAPage = 100;

    /// <summary>Maps the route.</summary>
    /// <param name="routes">The routes.</param>
    public static void MapAudit(this IEndpointRouteBuilder routes) => routes.Get<AuditPage>(
        "/audit",
        AdminRole.Viewer,
        "What was changed, by whom and when",
        ListAsync,
        QueryField.Page,
        QueryField.PageSize,
        new("changed_by", "Only changes by this user or key, or by master."),
        new("action", "Only these: created, updated, deleted, blocked, unblocked, regenerated or spend_reset."),
        new("table_name", "Only rows of this kind: key, team, member, user, customer or budget."),
        new("object_id", "Only the row with this id."),
        QueryField.StartDate,
        QueryField.EndDate);

    private static async Task<Outcome<AuditPage>> ListAsync(AdminCall call)
    {
        var query = call.Query;
        var (number, size) = (query.Number("page", 1, int.MaxValue), query.Number("page_size", 50, MostOnAPage));
        var (by, action, table, id) = (query.Text("changed_by"), query.Text("action"), query.Text("table_name"), query.Text("object_id"));
        var (start, end) = (query.Time("start_date"), query.Time("end_date", endOfDay: true));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return await call.ReadAsync<Outcome<AuditPage>>(async context =>
        {
            var rows = context.Audit.Where(row =>
                (by == null || row.ChangedBy == by) && (action == null || row.Action == action)
                && (table == null || row.TableName == table) && (id == null || row.ObjectId == id));
            rows = start is { } from ? rows.Where(row => row.UpdatedAt >= from) : rows;
            rows = end is { } until ? rows.Where(row => row.UpdatedAt < until) : rows;
            var page = await Page<AuditRow>.ReadAsync(rows.OrderByDescending(row => row.UpdatedAt).ThenBy(row => row.Id), number, size, call.Cancel).ConfigureAwait(false);
            return new AuditPage([.. page.Items.Select(row => new AuditLogRow(row))], page.Total, page.Number, page.Size, page.Count);
        }).ConfigureAwait(false);
    }
}
