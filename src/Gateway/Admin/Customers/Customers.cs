using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;
using Realtime.Storage.Model;
using Realtime.Storage.Policies;

namespace Realtime.Gateway.Admin.Customers;

/// <summary>Shows and changes customers.</summary>
internal static class Customers
{
    private const int MostOnAPage = 100;

    private static readonly IReadOnlyList<string> Inert = InertFieldsAttribute.Of(typeof(CustomerFields));

    public static Task<Outcome<CustomerInfo>> NewAsync(AdminCall call, AdminBody<CustomerFields> body) =>
        call.ChangeAsync<CustomerInfo>(async (context, scopes) =>
            await FindAsync(call, context, body.Fields.UserId).ConfigureAwait(false) is not null
                ? AdminErrors.Bad($"Customer already exists, passed user_id={body.Fields.UserId}. Please pass a new user_id.", "user_id")
                : await ApplyAsync(call, context, scopes, new CustomerRow { Id = body.Fields.UserId }, true, body).ConfigureAwait(false));

    public static Task<Outcome<CustomerInfo>> UpdateAsync(AdminCall call, AdminBody<CustomerFields> body) =>
        call.ChangeAsync<CustomerInfo>(async (context, scopes) =>
            await FindAsync(call, context, body.Fields.UserId).ConfigureAwait(false) is { } row
                ? await ApplyAsync(call, context, scopes, row, false, body).ConfigureAwait(false)
                : NotFound(body.Fields.UserId));

    public static Task<Outcome<BlockedCustomers>> BlockAsync(AdminCall call, AdminBody<CustomersRequest> body) => SetBlockedAsync(call, body, true);

    public static Task<Outcome<BlockedCustomers>> UnblockAsync(AdminCall call, AdminBody<CustomersRequest> body) => SetBlockedAsync(call, body, false);

    public static Task<Outcome<DeletedCustomers>> DeleteAsync(AdminCall call, AdminBody<CustomersRequest> body) =>
        call.ChangeAsync<DeletedCustomers>(async (context, scopes) =>
        {
            var ids = body.Fields.UserIds.Distinct(StringComparer.Ordinal).ToArray();
            var rows = await context.Customers.Where(row => ids.Contains(row.Id)).ToListAsync(call.Cancel).ConfigureAwait(false);
            if (ids.FirstOrDefault(id => rows.All(row => row.Id != id)) is { } missing)
            {
                return NotFound(missing);
            }

            var spenders = ids.Select(SpendScope.Customer).ToArray();
            context.Customers.RemoveRange(rows);
            context.Spend.RemoveRange(await SpendRows.LockAsync(context, spenders, call.Cancel).ConfigureAwait(false));
            scopes.UnionWith(spenders);
            return new DeletedCustomers(rows.Count, "Successfully deleted customers with ids: " + string.Join(", ", ids));
        });

    public static async Task<Outcome<CustomerInfo>> InfoAsync(AdminCall call)
    {
        if (call.Query.Text("end_user_id") is not { } id)
        {
            return AdminErrors.Bad("Name the customer: GET /customer/info?end_user_id=ID.", "end_user_id");
        }

        return await call.ReadAsync<Outcome<CustomerInfo>>(async context =>
            await FindAsync(call, context, id).ConfigureAwait(false) is { } row
                ? (await ShowAsync(call, context, [row]).ConfigureAwait(false))[0]
                : NotFound(id)).ConfigureAwait(false);
    }

    public static async Task<Outcome<List<CustomerInfo>>> ListAsync(AdminCall call)
    {
        var query = call.Query;
        var (number, size) = (query.Number("page", 1, int.MaxValue), query.Number("page_size", int.MaxValue, MostOnAPage));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return await call.ReadAsync<Outcome<List<CustomerInfo>>>(async context =>
        {
            var page = await Page<CustomerRow>.ReadAsync(context.Customers.OrderBy(row => row.Id), number, size, call.Cancel).ConfigureAwait(false);
            return await ShowAsync(call, context, page.Items).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private static SessionRefusal NotFound(string id) => AdminErrors.NotFound($"End User Id={id} does not exist in db.", "user_id");

    private static Task<CustomerRow?> FindAsync(AdminCall call, RealtimeDbContext context, string id) =>
        context.Customers.FirstOrDefaultAsync(row => row.Id == id, call.Cancel);

    private static async Task<Outcome<CustomerInfo>> ApplyAsync(
        AdminCall call, RealtimeDbContext context, ISet<string> scopes, CustomerRow row, bool isNew, AdminBody<CustomerFields> body)
    {
        var (fields, json) = body;
        var budget = (json.ContainsKey("budget_id") ? fields.BudgetId : row.BudgetId) is { } id
            ? await context.Budgets.FirstOrDefaultAsync(one => one.Id == id, call.Cancel).ConfigureAwait(false)
            : null;
        if (budget is null && !string.IsNullOrEmpty(fields.BudgetId))
        {
            return AdminErrors.NotFound($"Budget doesn't exist in db. Budget={fields.BudgetId}. Create it via `/budget/new` call.", "budget_id");
        }

        if (fields.Spend < 0)
        {
            return AdminErrors.Bad("spend must not be negative.", "spend");
        }

        var (settings, wrong) = SettingsPatch.Apply(row.Settings, json, Inert, call.Config);
        if (settings is null)
        {
            return wrong!;
        }

        row.Settings = settings;
        row.BudgetId = budget?.Id;
        row.Alias = json.ContainsKey("alias") ? fields.Alias : row.Alias;
        row.Blocked = json.ContainsKey("blocked") ? fields.Blocked ?? false : row.Blocked;
        if (isNew)
        {
            context.Customers.Add(row);
        }

        var scope = SpendScope.Customer(row.Id);
        var spend = await SpendWindows.ApplyAsync(context, scope, settings.WithBudget(budget?.Settings), call.Now, fields.Spend, call.Cancel).ConfigureAwait(false);
        await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
        scopes.Add(scope);
        return new CustomerInfo(row, budget, spend, call.Now);
    }

    private static Task<Outcome<BlockedCustomers>> SetBlockedAsync(AdminCall call, AdminBody<CustomersRequest> body, bool blocked) =>
        call.ChangeAsync<BlockedCustomers>(
            async (context, scopes) =>
            {
                var ids = body.Fields.UserIds.Distinct(StringComparer.Ordinal).ToArray();
                var rows = await context.Customers.Where(row => ids.Contains(row.Id)).ToListAsync(call.Cancel).ConfigureAwait(false);
                var unknown = ids.Except(rows.Select(row => row.Id), StringComparer.Ordinal).ToArray();
                if (unknown.Length > 0 && !blocked)
                {
                    return NotFound(unknown[0]);
                }

                rows.AddRange(unknown.Select(id => context.Customers.Add(new CustomerRow { Id = id }).Entity));
                rows.ForEach(row => row.Blocked = blocked);
                await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
                scopes.UnionWith(ids.Select(SpendScope.Customer));
                return new BlockedCustomers(await ShowAsync(call, context, rows).ConfigureAwait(false));
            },
            blocked ? "blocked" : "unblocked");

    private static async Task<List<CustomerInfo>> ShowAsync(AdminCall call, RealtimeDbContext context, IReadOnlyCollection<CustomerRow> rows)
    {
        var ids = rows.Select(row => row.BudgetId).OfType<string>().ToArray();
        var budgets = await context.Budgets.AsNoTracking().Where(one => ids.Contains(one.Id)).ToListAsync(call.Cancel).ConfigureAwait(false);
        var spend = await SpendReading.ReadAsync(context, rows.Select(row => SpendScope.Customer(row.Id)), call.Cancel).ConfigureAwait(false);
        return [.. rows.Select(row => new CustomerInfo(row, budgets.Find(one => one.Id == row.BudgetId), [.. spend[SpendScope.Customer(row.Id)]], call.Now))];
    }
}
