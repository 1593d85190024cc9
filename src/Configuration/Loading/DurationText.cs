using System.Globalization;

namespace Realtime.Configuration.Loading;

/// <summary>Reads durations as LiteLLM writes them: a number of seconds, or a number with a unit.</summary>
public static class DurationText
{
    /// <summary>How a duration may be written, for messages.</summary>
    internal const string Forms = "seconds, or a number with s, m, h, d, w or mo such as 30s, 10m, 1h, 7d";

    // The longest unit first, so that "mo" is not taken for "m" and "ms" not for "s".
    private static readonly (string Suffix, double Seconds)[] _units =
    [
        ("ms", 0.001), ("mo", 30 * 86400d), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("w", 7 * 86400d),
    ];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">For instance <c>15</c>, <c>0.5</c>, <c>500ms</c>, <c>30s</c>, <c>10m</c>, <c>1h</c>, <c>7d</c>, <c>2w</c>, <c>1mo</c> (30 days).</param>
    /// <param name="duration">The duration, not negative and at most about 10,000 years.</param>
    /// <returns>Whether the text is a duration.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        var number = text.AsSpan().Trim();
        var scale = 1d;
        foreach (var (suffix, seconds) in _units)
        {
            if (number.EndsWith(suffix, StringComparison.Ordinal))
            {
                number = number[..^suffix.Length].TrimEnd();
                scale = seconds;
                break;
            }
        }

        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            || !(value * scale <= 10_000 * 366 * 86400d))
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(value * scale);
        return true;
    }

    /// <summary>Writes a duration the short way that <see cref="TryParse"/> reads.</summary>
    /// <param name="duration">The duration; not negative.</param>
    public static string Format(TimeSpan duration)
    {
        var seconds = duration.TotalSeconds;
        foreach (var (suffix, unit) in new[] { ("d", 86400d), ("h", 3600d), ("m", 60d) })
        {
            if (seconds >= unit && seconds % unit == 0)
            {
                return (seconds / unit).ToString("0", CultureInfo.InvariantCulture) + suffix;
            }
        }

        return seconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";
    }
}
