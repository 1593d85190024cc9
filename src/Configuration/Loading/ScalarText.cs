using System.Globalization;

namespace Realtime.Configuration.Loading;

/// <summary>Reads numbers and booleans from the text of a value, as YAML users write them.</summary>
internal static class ScalarText
{
    private const NumberStyles Decimals = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static bool TryInteger(string text, out long value) =>
        long.TryParse(Digits(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public static bool TryNumber(string text, out decimal value) =>
        decimal.TryParse(Digits(text), Decimals, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads YAML 1.1's booleans, which LiteLLM's files hold.</summary>
    public static bool TryFlag(string text, out bool value)
    {
        switch (text.Trim().ToLowerInvariant())
        {
            case "true" or "yes" or "on" or "1":
                value = true;
                return true;
            case "false" or "no" or "off" or "0":
                value = false;
                return true;
            default:
                value = false;
                return false;
        }
    }

    // 10_000 is a number in YAML 1.1.
    private static string Digits(string text) => text.Trim().Replace("_", "", StringComparison.Ordinal);
}
