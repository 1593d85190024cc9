using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Realtime.Configuration.Loading;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>Puts a request's fields into a key: the columns, the settings, and the windows of its money.</summary>
internal static class KeyPatch
{
    private static readonly IReadOnlyList<string> Inert = InertFieldsAttribute.Of(typeof(KeyFields));

    /// <summary>Applies the fields that were given.</summary>
    /// <param name="call">The call.</param>
    /// <param name="context">The context.</param>
    /// <param name="row">The key.</param>
    /// <param name="body">The request.</param>
    /// <param name="fields">The same, read.</param>
    /// <returns>The key's budget and windows, or why it cannot be.</returns>
    public static async Task<Outcome<KeyParts>> ApplyAsync(AdminCall call, RealtimeDbContext context, KeyRow row, JsonObject body, KeyFields fields)
    {
        if (await CheckAsync(call, context, row, body, fields).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        var (settings, wrong) = SettingsPatch.Apply(row.Settings, body, Inert, call.Config);
        if (settings is null)
        {
            return wrong!;
        }

        row.Settings = settings;
        row.Alias = Given(body, "key_alias", row.Alias, fields.KeyAlias);
        row.TeamId = Given(body, "team_id", row.TeamId, fields.TeamId);
        row.UserId = Given(body, "user_id", row.UserId, fields.UserId);
        row.BudgetId = Given(body, "budget_id", row.BudgetId, fields.BudgetId);
        row.Blocked = body.ContainsKey("blocked") ? fields.Blocked ?? false : row.Blocked;
        if (body.ContainsKey("duration"))
        {
            row.Expires = fields.Duration is { } duration && DurationText.TryParse(duration, out var life) ? call.Now + life : null;
        }

        var budget = row.BudgetId is { } id
            ? await context.Budgets.FirstOrDefaultAsync(one => one.Id == id, call.Cancel).ConfigureAwait(false)
            : null;
        var spend = await SpendWindows.ApplyAsync(
            context, SpendScope.Key(row.Hash), settings.WithBudget(budget?.Settings), call.Now, fields.Spend, call.Cancel).ConfigureAwait(false);
        return new KeyParts(budget, spend);
    }

    private static async Task<SessionRefusal?> CheckAsync(AdminCall call, RealtimeDbContext context, KeyRow row, JsonObject body, KeyFields fields)
    {
        if (fields.Duration is { } duration && !DurationText.TryParse(duration, out _))
        {
            return AdminErrors.Bad("duration must be a duration such as 30s, 30m, 30h, 30d or 1mo.", "duration");
        }

        if (fields.Spend < 0)
        {
            return AdminErrors.Bad("spend must not be negative.", "spend");
        }

        if (body.ContainsKey("spend") && !call.Caller.IsAdmin)
        {
            return AdminErrors.Forbidden("Only an administrator may set spend.");
        }

        if (fields.KeyAlias is { } alias
            && await context.Keys.AnyAsync(one => one.Alias == alias && one.Hash != row.Hash, call.Cancel).ConfigureAwait(false))
        {
            return AdminErrors.Bad($"Key with alias '{alias}' already exists. Unique key aliases across all keys are required.", "key_alias");
        }

        if (fields.TeamId is { } team && !await context.Teams.AnyAsync(one => one.Id == team, call.Cancel).ConfigureAwait(false))
        {
            return AdminErrors.NotFound($"Team doesn't exist in db. Team={team}. Create team via `/team/new` call.", "team_id");
        }

        return fields.BudgetId is { } budget && !await context.Budgets.AnyAsync(one => one.Id == budget, call.Cancel).ConfigureAwait(false)
            ? AdminErrors.NotFound($"Budget doesn't exist in db. Budget={budget}. Create it via `/budget/new` call.", "budget_id")
            : null;
    }

    private static string? Given(JsonObject body, string name, string? current, string? given) =>
        body.ContainsKey(name) ? (string.IsNullOrEmpty(given) ? null : given) : current;
}
