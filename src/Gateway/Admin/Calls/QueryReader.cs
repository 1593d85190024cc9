using System.Globalization;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>Reads a query's parameters; the first that is wrong becomes <see cref="Problem"/>.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    public SessionRefusal? Problem { get; private set; }

    /// <summary>Gives a text; null when it is absent or empty.</summary>
    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    public bool Flag(string name) => Text(name) switch
    {
        null => false,
        var text when bool.TryParse(text, out var value) => value,
        _ => Wrong<bool>(name, "true or false"),
    };

    public int Number(string name, int missing, int max) => Text(name) switch
    {
        null => missing,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= max => value,
        _ => Wrong<int>(name, $"a whole number from 1 to {max}"),
    };

    public decimal? Money(string name) => Text(name) switch
    {
        null => null,
        var text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => Wrong<decimal?>(name, "a number"),
    };

    /// <summary>Reads a time: a day is its beginning in UTC, or with <paramref name="endOfDay"/> the beginning of the next.</summary>
    public DateTimeOffset? Time(string name, bool endOfDay = false)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new DateTimeOffset(day.AddDays(endOfDay ? 1 : 0).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : Wrong<DateTimeOffset?>(name, "a day such as 2026-08-01 or a time such as 2026-08-01T12:00:00Z");
    }

    private T? Wrong<T>(string name, string expected)
    {
        Problem ??= AdminErrors.Bad($"{name} must be {expected}.", name);
        return default;
    }
}
