using System.Buffers.Text;
using System.Security.Cryptography;

namespace Realtime.Grains.Interfaces.Sessions;

/// <summary>Makes the ids of sessions. They are never used twice, which is what makes a session's activation unique.</summary>
public static class SessionIds
{
    private const string Prefix = "rts_";
    private const int RandomBytes = 16;

    /// <summary>Makes an id.</summary>
    /// <returns>An id as <c>rts_</c> and 22 characters, 128 random bits.</returns>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Tells whether a text has the form of an id, so that a client cannot name any other grain by it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it has.</returns>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(text[Prefix.Length..], out var length)
        && length == RandomBytes;
}
