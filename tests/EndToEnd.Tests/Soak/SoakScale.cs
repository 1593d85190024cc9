using System.Globalization;

namespace Realtime.EndToEnd.Tests.Soak;

/// <summary>How long and how hard the soak runs, as <c>scripts/soak</c> says.</summary>
internal static class SoakScale
{
    public static TimeSpan Length { get; } = TimeSpan.FromMinutes(Number("REALTIME_SOAK_MINUTES", 30));

    /// <summary>Gets how many sessions begin in a second.</summary>
    public static double Rate { get; } = Number("REALTIME_SOAK_RATE", 20);

    /// <summary>Gets the time after which memory has to be flat: a third of the whole, at most ten minutes.</summary>
    public static TimeSpan WarmUp { get; } = Length / 3 < TimeSpan.FromMinutes(10) ? Length / 3 : TimeSpan.FromMinutes(10);

    private static double Number(string variable, double otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
