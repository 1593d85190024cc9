using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Remembers, as a digest, everything that was read.</summary>
internal sealed class DigestingFiles(IConfigFiles inner) : IConfigFiles
{
    private string _digest = "";

    /// <summary>Gets the digest of all that was read so far, in order; a file that could not be read counts too.</summary>
    public string Digest => _digest;

    /// <summary>Reads files only for their digest.</summary>
    public static string Of(IConfigFiles files, IEnumerable<string> paths)
    {
        var reader = new DigestingFiles(files);
        foreach (var path in paths)
        {
            reader.TryRead(path, out _, out _);
        }

        return reader.Digest;
    }

    public bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? reason)
    {
        var found = inner.TryRead(path, out text, out reason);
        var entry = JsonText.Join(_digest, path, text, found ? null : reason);
        _digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entry)));
        return found;
    }
}
