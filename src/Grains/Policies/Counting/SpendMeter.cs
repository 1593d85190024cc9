using Realtime.Grains.Interfaces.Policies;
using Realtime.Storage.Model;

namespace Realtime.Grains.Policies.Counting;

/// <summary>
/// The live spend: what the database knew and what was booked since. The database is never ahead of the truth and neither is this, so
/// of the two the larger one counts, unless an administrator set the spend back.
/// </summary>
internal sealed class SpendMeter
{
    private const int RememberedBookings = 4096;

    private readonly Dictionary<string, SpendRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _stored = new(StringComparer.Ordinal);
    private readonly HashSet<string> _booked = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Gets the spend by window.</summary>
    public IReadOnlyDictionary<string, decimal> Spend => _rows.ToDictionary(row => row.Key, row => row.Value.Spend, StringComparer.Ordinal);

    /// <summary>Takes in what the database knows.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="scope">Whose.</param>
    /// <param name="terms">The budgets.</param>
    /// <param name="now">The present time.</param>
    public void Merge(IReadOnlyList<SpendRow> rows, string scope, IReadOnlyList<BudgetTerm> terms, DateTimeOffset now)
    {
        foreach (var row in rows)
        {
            row.Roll(now);
            var stored = row.Spend;
            var wasSetBack = _stored.TryGetValue(row.Window, out var before) && stored < before;
            if (_rows.TryGetValue(row.Window, out var live) && !wasSetBack)
            {
                live.Roll(now);
                row.Spend = live.PeriodStart == row.PeriodStart ? Math.Max(stored, live.Spend) : stored;
            }

            _stored[row.Window] = stored;
            _rows[row.Window] = row;
        }

        foreach (var term in terms)
        {
            Row(scope, term.Window).SetDuration(term.Period, now);
        }
    }

    /// <summary>Books money.</summary>
    /// <param name="booking">What was used.</param>
    /// <param name="scope">Whose.</param>
    /// <param name="terms">The budgets.</param>
    /// <returns>Whether it was new.</returns>
    public bool Add(UsageBooking booking, string scope, IReadOnlyList<BudgetTerm> terms)
    {
        if (!_booked.Add(booking.Id))
        {
            return false;
        }

        _order.Enqueue(booking.Id);
        if (_order.Count > RememberedBookings)
        {
            _booked.Remove(_order.Dequeue());
        }

        Row(scope, SpendWindow.Main).Add(booking.Cost, booking.At);
        foreach (var term in terms.Where(term => term.Window != SpendWindow.Main && Concerns(term, booking.Models)))
        {
            Row(scope, term.Window).Add(booking.Cost, booking.At);
        }

        return true;
    }

    /// <summary>Finds a budget that is used up.</summary>
    /// <param name="terms">The budgets.</param>
    /// <param name="models">The names of the model.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The budget and its spend; null when none is.</returns>
    public (BudgetTerm Term, decimal Spend)? Exhausted(IReadOnlyList<BudgetTerm> terms, IReadOnlyList<string> models, DateTimeOffset now)
    {
        foreach (var term in terms)
        {
            if (Concerns(term, models) && _rows.TryGetValue(term.Window, out var row))
            {
                row.Roll(now);
                if (row.Spend >= term.Limit)
                {
                    return (term, row.Spend);
                }
            }
        }

        return null;
    }

    /// <summary>Finds when a budget begins anew.</summary>
    /// <param name="term">The budget.</param>
    /// <returns>The time; null when it never does.</returns>
    public DateTimeOffset? ResetOf(BudgetTerm term) => _rows.GetValueOrDefault(term.Window)?.ResetAt;

    private static bool Concerns(BudgetTerm term, IReadOnlyList<string> models) => term.Model is null || models.Contains(term.Model, StringComparer.Ordinal);

    private SpendRow Row(string scope, string window)
    {
        if (!_rows.TryGetValue(window, out var row))
        {
            _rows[window] = row = new SpendRow { Scope = scope, Window = window };
        }

        return row;
    }
}
