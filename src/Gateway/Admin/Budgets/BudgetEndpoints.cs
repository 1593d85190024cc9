using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.Budgets;

/// <summary>The routes of budgets.</summary>
internal static class BudgetEndpoints
{
    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The routes.</param>
    public static void MapBudgets(this IEndpointRouteBuilder routes)
    {
        routes.Post<BudgetRequest, BudgetInfo>("/budget/new", AdminRole.Admin, "Make a budget", Budgets.NewAsync);
        routes.Post<BudgetRequest, BudgetInfo>("/budget/update", AdminRole.Admin, "Change a budget, for all that have it", Budgets.UpdateAsync);
        routes.Post<BudgetsRequest, List<BudgetInfo>>("/budget/info", AdminRole.Viewer, "Show budgets", Budgets.InfoAsync);
        routes.Post<DeleteBudgetRequest, BudgetInfo>("/budget/delete", AdminRole.Admin, "Delete a budget that nothing has any more", Budgets.DeleteAsync);
        routes.Get<List<BudgetInfo>>(
            "/budget/list", AdminRole.Viewer, "List budgets; all of them where no page_size is given", Budgets.ListAsync, QueryField.Page, QueryField.PageSize);
        routes.Get<List<BudgetSetting>>(
            "/budget/settings", AdminRole.Viewer, "Show a budget field by field", Budgets.SettingsAsync, new QueryField("budget_id", "The budget's id."));
    }
}
