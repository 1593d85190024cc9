using Realtime.Storage.Database;
using Realtime.Storage.Model;
using Realtime.Storage.Policies;

namespace Realtime.Gateway.Admin.Policies;

/// <summary>Keeps the windows that money is counted in at the settings they belong to.</summary>
internal static class SpendWindows
{
    /// <summary>Gives each budget its window and period.</summary>
    /// <param name="context">The context, inside a transaction.</param>
    /// <param name="scope">The owner.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="now">The present time.</param>
    /// <param name="spend">What the main window is set to; null: as it is.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>The windows, tracked.</returns>
    public static async Task<List<SpendRow>> ApplyAsync(
        RealtimeDbContext context, string scope, PolicySettings settings, DateTimeOffset now, decimal? spend, CancellationToken cancellationToken)
    {
        var rows = await SpendRows.LockAsync(context, [scope], cancellationToken).ConfigureAwait(false);
        IEnumerable<(string Window, string? Duration)> wanted =
        [
            (SpendWindow.Main, settings.BudgetDuration),
            .. settings.BudgetLimits?.Select(limit => (SpendWindow.Limit(limit.BudgetDuration), (string?)limit.BudgetDuration)) ?? [],
            .. settings.ModelMaxBudget?.Select(budget => (SpendWindow.Model(budget.Key), budget.Value.TimePeriod)) ?? [],
        ];
        foreach (var (window, duration) in wanted)
        {
            var row = rows.Find(one => one.Window == window);
            if (row is null)
            {
                row = context.Spend.Add(new SpendRow { Scope = scope, Window = window }).Entity;
                rows.Add(row);
            }

            row.SetDuration(duration, now);
            if (window == SpendWindow.Main && spend is { } amount)
            {
                row.Spend = Money.Round(amount);
            }
        }

        return rows;
    }
}
