using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>
/// The token with which a client returns to its session: the session's id, by which any gateway finds it, and a secret that its grain checks.
/// </summary>
public static class ResumeToken
{
    private const char Separator = '.';
    private const int SecretBytes = 24;
    private const int LongestToken = 128;

    /// <summary>Makes a token.</summary>
    /// <param name="sessionId">The session.</param>
    /// <returns>The token; its characters need no escaping in a URL.</returns>
    public static string Create(string sessionId) =>
        sessionId + Separator + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Finds the session of a token. Whether the token is good, its grain knows.</summary>
    /// <param name="token">What a client gave.</param>
    /// <param name="sessionId">The session.</param>
    /// <returns>Whether it has the form of a token.</returns>
    public static bool TryParse(string? token, [NotNullWhen(true)] out string? sessionId)
    {
        var end = token?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        sessionId = end > 0 && token!.Length <= LongestToken && SessionIds.IsValid(token.AsSpan(0, end)) ? token[..end] : null;
        return sessionId is not null;
    }

    /// <summary>Hashes a token as it is kept.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Its SHA-256.</returns>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
