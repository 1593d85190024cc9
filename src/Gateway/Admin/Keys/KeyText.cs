using System.Buffers.Text;
using System.Security.Cryptography;
using Realtime.Gateway.Admission;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>The text of keys.</summary>
internal static class KeyText
{
    /// <summary>What every virtual key begins with; no hash does, so that a stolen hash is no key.</summary>
    public const string Prefix = "sk-";

    private const int RandomBytes = 16;
    private const int HintLength = 4;
    private const int HashLength = 64;

    /// <summary>The shortest key that one may choose, so that its hint does not give it away.</summary>
    public const int ShortestLength = 12;

    /// <summary>Makes a key.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Gives the hint by which a key's owner knows it.</summary>
    /// <param name="key">The key.</param>
    public static string Hint(string key) => $"{Prefix}...{key[^HintLength..]}";

    /// <summary>Gives the hash of a key, or of what is its hash already.</summary>
    /// <param name="keyOrHash">The key or its hash.</param>
    public static string HashOf(string keyOrHash) => keyOrHash.Length == HashLength && keyOrHash.All(char.IsAsciiHexDigit)
        ? keyOrHash.ToLowerInvariant()
        : KeyGate.Hash(keyOrHash);
}
