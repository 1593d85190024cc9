namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>How large the chaos suite runs: short with all other tests, long by <c>scripts/chaos</c>.</summary>
internal static class ChaosScale
{
    /// <summary>Gets a value indicating whether the long form runs.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("REALTIME_CHAOS") == "long";

    /// <summary>Chooses by the form.</summary>
    public static int Of(int inShort, int inLong) => IsLong ? inLong : inShort;
}
