using System.Diagnostics.CodeAnalysis;

namespace Realtime.Configuration.Loading;

/// <summary>Reads the texts of configuration files.</summary>
public interface IConfigFiles
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The path, relative to the process's directory or absolute.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="reason">Why it cannot be read, as the end of a sentence that begins with the path.</param>
    /// <returns>Whether the file could be read.</returns>
    bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? reason);
}
