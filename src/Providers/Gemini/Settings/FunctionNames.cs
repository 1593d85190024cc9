using System.Text.RegularExpressions;

namespace Realtime.Providers.Gemini.Settings;

/// <summary>The service's rule for names of functions.</summary>
internal static partial class FunctionNames
{
    /// <summary>Checks a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether the service takes it.</returns>
    public static bool IsValid(string? name) => name is not null && Rule().IsMatch(name);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
