using System.Text.RegularExpressions;

namespace Realtime.Grains.Sessions;

/// <summary>Takes out of a provider's words what names a credential, a host or a path.</summary>
internal static partial class Redaction
{
    private const string Mask = "[redacted]";

    /// <summary>Redacts a text.</summary>
    /// <param name="text">A provider's message or close reason.</param>
    /// <returns>The text that may be shown to a client and logged.</returns>
    public static string Redact(string text) => text.Length == 0 ? text : Sensitive().Replace(text, Mask);

    /// <summary>Lets a provider's error code through where it is one.</summary>
    /// <param name="code">What stands in the provider's <c>code</c>.</param>
    /// <returns>The code, or null when it is anything but a short identifier.</returns>
    public static string? SafeCode(string? code) => code is not null && Identifier().IsMatch(code) ? code : null;

    [GeneratedRegex(
        """
        (?ix)
        \b[a-z][a-z0-9+.-]*://\S+                                  # URLs
        | \b(?:sk|ek|pk|xai|rk|key|sess|AIza)[-_][A-Za-z0-9*_.-]{4,} # keys by their prefixes, also partly masked ones
        | \bBearer\s+\S+
        | \b(?:[a-z0-9-]+\.)+(?:com|net|org|io|ai|dev|cloud|local|internal|azure|google|aws|svc)\b(?::\d+)?(?:/\S*)?
        | \b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b                      # IPv4
        | \[[0-9a-f:]{2,}\](?::\d+)?                                # IPv6
        | \blocalhost(?::\d+)?\b
        | (?<![\w/])/(?:[\w.-]+/)+[\w.-]*                           # paths
        | \b[A-Za-z0-9+/_-]{32,}={0,2}                              # anything that looks like a token
        """,
        RegexOptions.CultureInvariant)]
    private static partial Regex Sensitive();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{1,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
