using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Budgets;

/// <summary>Shows and changes budgets.</summary>
internal static class Budgets
{
    private const int MostOnAPage = 100;

    public static Task<Outcome<BudgetInfo>> NewAsync(AdminCall call, AdminBody<BudgetRequest> body) =>
        call.ChangeAsync<BudgetInfo>(async (context, _) =>
        {
            var id = string.IsNullOrEmpty(body.Fields.BudgetId) ? Guid.NewGuid().ToString() : body.Fields.BudgetId;
            if (await FindAsync(call, context, id).ConfigureAwait(false) is not null)
            {
                return AdminErrors.Bad($"Budget with id {id} already exists.", "budget_id");
            }

            var (settings, wrong) = SettingsPatch.Apply(PolicySettings.None, body.Json, [], call.Config);
            if (settings is null)
            {
                return wrong!;
            }

            var row = context.Budgets.Add(new BudgetRow { Id = id, Settings = settings }).Entity;
            await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
            return new BudgetInfo(row);
        });

    public static Task<Outcome<BudgetInfo>> UpdateAsync(AdminCall call, AdminBody<BudgetRequest> body) =>
        call.ChangeAsync<BudgetInfo>(async (context, scopes) =>
        {
            var id = body.Fields.BudgetId ?? "";
            if (await FindAsync(call, context, id).ConfigureAwait(false) is not { } row)
            {
                return NotFound(id);
            }

            var (settings, wrong) = SettingsPatch.Apply(row.Settings, body.Json, [], call.Config);
            if (settings is null)
            {
                return wrong!;
            }

            row.Settings = settings;
            await ApplyToOwnersAsync(call, context, row, scopes).ConfigureAwait(false);
            await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
            return new BudgetInfo(row);
        });

    public static Task<Outcome<BudgetInfo>> DeleteAsync(AdminCall call, AdminBody<DeleteBudgetRequest> body) =>
        call.ChangeAsync<BudgetInfo>(async (context, _) =>
        {
            var id = body.Fields.Id;
            if (await FindAsync(call, context, id).ConfigureAwait(false) is not { } row)
            {
                return NotFound(id);
            }

            if (await context.Keys.AnyAsync(key => key.BudgetId == id, call.Cancel).ConfigureAwait(false)
                || await context.Customers.AnyAsync(customer => customer.BudgetId == id, call.Cancel).ConfigureAwait(false))
            {
                // Without it they would have no limit at all.
                return AdminErrors.Bad("Keys or customers still have this budget. Give them another budget_id first.", "id");
            }

            context.Budgets.Remove(row);
            return new BudgetInfo(row);
        });

    public static async Task<Outcome<List<BudgetInfo>>> InfoAsync(AdminCall call, AdminBody<BudgetsRequest> body)
    {
        var ids = body.Fields.Budgets;
        var rows = await call.ReadAsync(context => context.Budgets.Where(row => ids.Contains(row.Id)).ToListAsync(call.Cancel)).ConfigureAwait(false);
        return ids.Find(id => rows.TrueForAll(row => row.Id != id)) is { } missing ? NotFound(missing) : rows.ConvertAll(row => new BudgetInfo(row));
    }

    public static async Task<Outcome<List<BudgetInfo>>> ListAsync(AdminCall call)
    {
        var query = call.Query;
        var (number, size) = (query.Number("page", 1, int.MaxValue), query.Number("page_size", int.MaxValue, MostOnAPage));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var page = await call.ReadAsync(context => Page<BudgetRow>.ReadAsync(context.Budgets.OrderBy(row => row.Id), number, size, call.Cancel)).ConfigureAwait(false);
        return page.Items.Select(row => new BudgetInfo(row)).ToList();
    }

    public static async Task<Outcome<List<BudgetSetting>>> SettingsAsync(AdminCall call)
    {
        var id = call.Query.Text("budget_id") ?? "";
        var row = await call.ReadAsync(context => FindAsync(call, context, id)).ConfigureAwait(false);
        return row is null ? NotFound(id) : new List<BudgetSetting>
        {
            Setting("max_budget", "Float", "The spend in US dollars that is allowed in budget_duration.", row.Settings.MaxBudget),
            Setting("soft_budget", "Float", "The spend in US dollars that raises an alert.", row.Settings.SoftBudget),
            Setting("budget_duration", "String", "The period of max_budget, such as 1d, 30d or 1mo.", row.Settings.BudgetDuration),
            Setting("max_parallel_requests", "Integer", "Sessions at a time.", row.Settings.MaxParallelRequests),
            Setting("tpm_limit", "Integer", "Tokens a minute.", row.Settings.TpmLimit),
            Setting("rpm_limit", "Integer", "Requests a minute.", row.Settings.RpmLimit),
            Setting("model_max_budget", "Object", "Budgets by model.", row.Settings.ModelMaxBudget),
        };
    }

    private static BudgetSetting Setting(string name, string type, string description, object? value) =>
        new(name, type, description, value, value is not null);

    private static SessionRefusal NotFound(string id) => AdminErrors.NotFound($"Budget not found, passed budget_id={id}.", "budget_id");

    private static Task<BudgetRow?> FindAsync(AdminCall call, RealtimeDbContext context, string id) =>
        context.Budgets.FirstOrDefaultAsync(row => row.Id == id, call.Cancel);

    // Whoever has the budget gets its period, and learns of its limits.
    private static async Task ApplyToOwnersAsync(AdminCall call, RealtimeDbContext context, BudgetRow budget, ISet<string> scopes)
    {
        var keys = await context.Keys.AsNoTracking().Where(key => key.BudgetId == budget.Id).ToListAsync(call.Cancel).ConfigureAwait(false);
        var customers = await context.Customers.AsNoTracking().Where(customer => customer.BudgetId == budget.Id).ToListAsync(call.Cancel).ConfigureAwait(false);
        foreach (var (scope, settings) in keys.Select(key => (SpendScope.Key(key.Hash), key.Settings))
            .Concat(customers.Select(customer => (SpendScope.Customer(customer.Id), customer.Settings))))
        {
            await SpendWindows.ApplyAsync(context, scope, settings.WithBudget(budget.Settings), call.Now, null, call.Cancel).ConfigureAwait(false);
            scopes.Add(scope);
        }
    }
}
