namespace Realtime.Storage.Model;

/// <summary>
/// How money is kept: US dollars as decimals of at most 18 places. With that, sums below ten billion dollars are exact, in memory and
/// in both databases (PostgreSQL's <c>numeric</c>; text in SQLite, whose own numbers are binary floating point).
/// </summary>
public static class Money
{
    /// <summary>The places after the point that are kept.</summary>
    public const int Places = 18;

    /// <summary>Rounds an amount to the places that are kept, half away from zero; all that is booked goes through it.</summary>
    /// <param name="amount">The amount in US dollars.</param>
    public static decimal Round(decimal amount) => decimal.Round(amount, Places, MidpointRounding.AwayFromZero);
}
