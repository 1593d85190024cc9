using Realtime.Storage.Budgets;

namespace Realtime.Storage.Model;

/// <summary>The money that one owner has spent in one window. Apart from the owners' rows, so that money and administration never collide.</summary>
public sealed class SpendRow
{
    /// <summary>Gets or sets the owner; see <see cref="SpendScope"/>.</summary>
    public required string Scope { get; set; }

    /// <summary>Gets or sets the window; see <see cref="SpendWindow"/>.</summary>
    public required string Window { get; set; }

    /// <summary>Gets or sets the spend in US dollars since <see cref="PeriodStart"/>.</summary>
    public decimal Spend { get; set; }

    /// <summary>Gets or sets when the present period began; what was used before it is not counted; null: it never began anew.</summary>
    public DateTimeOffset? PeriodStart { get; set; }

    /// <summary>Gets or sets when the next period begins; null: the window has no period.</summary>
    public DateTimeOffset? ResetAt { get; set; }

    /// <summary>Gets or sets the period (see <see cref="BudgetPeriod"/>); null: the window has none.</summary>
    public string? Duration { get; set; }

    /// <summary>Begins the period that a time falls into, if the row is in an earlier one.</summary>
    /// <param name="at">The time.</param>
    public void Roll(DateTimeOffset at)
    {
        if (ResetAt is { } due && due <= at && BudgetPeriod.TryParse(Duration, out var period))
        {
            Spend = 0;
            PeriodStart = period.Start(at) ?? due;
            ResetAt = period.Next(at);
        }
    }

    /// <summary>Gives the row another period; what was spent stays.</summary>
    /// <param name="duration">The period; null: none.</param>
    /// <param name="now">The present time.</param>
    public void SetDuration(string? duration, DateTimeOffset now)
    {
        Roll(now);
        if (Duration != duration)
        {
            Duration = duration;
            ResetAt = BudgetPeriod.TryParse(duration, out var period) ? period.Next(now) : null;
        }
    }

    /// <summary>Adds what was spent at a time; what belongs to an earlier period is left out.</summary>
    /// <param name="amount">The amount in US dollars.</param>
    /// <param name="at">When.</param>
    public void Add(decimal amount, DateTimeOffset at)
    {
        Roll(at);
        if (PeriodStart is not { } start || at >= start)
        {
            Spend += amount;
        }
    }
}
