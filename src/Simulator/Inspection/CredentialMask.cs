using System.Security.Cryptography;
using System.Text;

namespace Realtime.Simulator.Inspection;

/// <summary>Keeps credentials out of what the inspection shows, while tests can still tell which one was used.</summary>
internal static class CredentialMask
{
    private static readonly string[] SecretPrefixes = ["openai-insecure-api-key.", "xai-client-secret."];

    /// <summary>Describes a credential by its hash and its end.</summary>
    public static string Describe(string secret)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..12];
        return secret.Length >= 12 ? $"sha256:{hash}...{secret[^4..]}" : $"sha256:{hash}";
    }

    public static IReadOnlyDictionary<string, string> Headers(IHeaderDictionary headers) =>
        headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => Header(header.Key, header.Value.ToString()), StringComparer.Ordinal);

    public static string Query(IQueryCollection query) => query.Count == 0
        ? ""
        : "?" + string.Join('&', query.SelectMany(pair => pair.Value.Select(value => $"{pair.Key}={(IsSecretName(pair.Key) ? Describe(value ?? "") : Uri.EscapeDataString(value ?? ""))}")));

    private static string Header(string name, string value)
    {
        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            var space = value.IndexOf(' ', StringComparison.Ordinal);
            return space < 0 ? Describe(value) : $"{value[..space]} {Describe(value[(space + 1)..])}";
        }

        return IsSecretName(name) ? Describe(value)
            : name.Equals("Sec-WebSocket-Protocol", StringComparison.OrdinalIgnoreCase) ? string.Join(", ", value.Split(',').Select(Protocol))
            : value;
    }

    private static string Protocol(string offered)
    {
        var name = offered.Trim();
        var prefix = Array.Find(SecretPrefixes, known => name.StartsWith(known, StringComparison.Ordinal));
        return prefix is null ? name : prefix + Describe(name[prefix.Length..]);
    }

    private static bool IsSecretName(string name) =>
        name.Contains("key", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("sec-websocket", StringComparison.OrdinalIgnoreCase)
        || name.Contains("cookie", StringComparison.OrdinalIgnoreCase)
        || name.Contains("token", StringComparison.OrdinalIgnoreCase);
}
