using System.Diagnostics.CodeAnalysis;
using Realtime.Configuration.Loading;

namespace Realtime.Configuration.Tests.Support;

/// <summary>Files that exist only in a test.</summary>
internal sealed class MemoryFiles : IConfigFiles
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string this[string path]
    {
        set => _texts[path] = value;
    }

    public bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? reason)
    {
        reason = _texts.TryGetValue(path, out text) ? null : "does not exist";
        return text is not null;
    }
}
