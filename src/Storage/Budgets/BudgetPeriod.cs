using System.Globalization;

namespace Realtime.Storage.Budgets;

/// <summary>
/// The period of a budget. Periods begin at round times of the calendar in UTC, as LiteLLM's: <c>1d</c> at midnight, <c>7d</c> and
/// <c>1w</c> on Monday, <c>30d</c> and <c>1mo</c> on the first of the month, hours, minutes and seconds at their multiples since
/// midnight, other numbers of days that many midnights on.
/// </summary>
/// <param name="Count">How many units; at least 1.</param>
/// <param name="Unit">The unit: <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c>, <c>w</c> or <c>mo</c>.</param>
public readonly record struct BudgetPeriod(int Count, string Unit)
{
    /// <summary>How a period may be written, for messages.</summary>
    public const string Forms = "a whole number with s, m, h, d, w or mo, such as 1h, 1d, 30d or 1mo";

    private const int LongestYears = 100;

    private static readonly string[] _units = ["mo", "s", "m", "h", "d", "w"];

    /// <summary>Reads a period.</summary>
    /// <param name="text">The text, such as <c>30d</c>.</param>
    /// <param name="period">The period.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string? text, out BudgetPeriod period)
    {
        period = default;
        var trimmed = text?.Trim() ?? "";
        if (Array.Find(_units, u => trimmed.EndsWith(u, StringComparison.Ordinal)) is not { } unit
            || !int.TryParse(trimmed[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count < 1
            || count * Days(unit) > LongestYears * 366d)
        {
            return false;
        }

        period = new BudgetPeriod(count, unit);
        return true;
    }

    /// <summary>Finds when the next period begins.</summary>
    /// <param name="now">The present time.</param>
    /// <returns>A time after <paramref name="now"/>, in UTC.</returns>
    public DateTimeOffset Next(DateTimeOffset now)
    {
        var utc = now.ToUniversalTime();
        var midnight = new DateTimeOffset(utc.Date, TimeSpan.Zero);
        return (Count, Unit) switch
        {
            (30, "d") => FirstOfMonth(midnight).AddMonths(1),
            (7, "d") => NextMonday(midnight),
            (_, "d") => midnight.AddDays(Count),
            (_, "w") => NextMonday(midnight).AddDays(7 * (Count - 1)),
            (_, "mo") => FirstOfMonth(midnight).AddMonths(Count),
            _ => midnight + NextMultiple(utc - midnight, Count * Seconds(Unit)),
        };
    }

    /// <summary>Finds when the period that holds a time began.</summary>
    /// <param name="at">The time.</param>
    /// <returns>The time, in UTC; null for periods that begin at no fixed times of the calendar, such as three days.</returns>
    public DateTimeOffset? Start(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        var midnight = new DateTimeOffset(utc.Date, TimeSpan.Zero);
        return (Count, Unit) switch
        {
            (30, "d") or (1, "mo") => FirstOfMonth(midnight),
            (7, "d") or (1, "w") => NextMonday(midnight).AddDays(-7),
            (1, "d") => midnight,
            (_, "d" or "w" or "mo") => null,
            _ => midnight + NextMultiple(utc - midnight, Count * Seconds(Unit)) - TimeSpan.FromSeconds(Count * Seconds(Unit)),
        };
    }

    /// <summary>Writes the period as it is read.</summary>
    public override string ToString() => Count.ToString(CultureInfo.InvariantCulture) + Unit;

    private static DateTimeOffset FirstOfMonth(DateTimeOffset day) => day.AddDays(1 - day.Day);

    private static DateTimeOffset NextMonday(DateTimeOffset day) => day.AddDays(7 - (((int)day.DayOfWeek + 6) % 7));

    private static TimeSpan NextMultiple(TimeSpan since, double seconds) =>
        TimeSpan.FromSeconds((Math.Floor(since.TotalSeconds / seconds) + 1) * seconds);

    private static double Seconds(string unit) => unit switch { "s" => 1, "m" => 60, _ => 3600 };

    private static double Days(string unit) => unit switch { "mo" => 31, "w" => 7, "d" => 1, _ => Seconds(unit) / 86400 };
}
