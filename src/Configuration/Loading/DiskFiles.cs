using System.Diagnostics.CodeAnalysis;

namespace Realtime.Configuration.Loading;

/// <summary>The files of this machine.</summary>
public sealed class DiskFiles : IConfigFiles
{
    // Nobody writes this much by hand, and a path may name a device or a log by mistake.
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Gets the only instance.</summary>
    public static DiskFiles Instance { get; } = new();

    /// <inheritdoc/>
    public bool TryRead(string path, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? reason)
    {
        (text, reason) = (null, null);
        try
        {
            if (Directory.Exists(path))
            {
                reason = "is a directory";
            }
            else if (!File.Exists(path))
            {
                reason = "does not exist";
            }
            else if (new FileInfo(path) is { Length: > MaxBytes })
            {
                reason = $"is larger than {MaxBytes / 1024 / 1024} MiB";
            }
            else
            {
                text = File.ReadAllText(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reason = "cannot be read by this process";
        }

        return text is not null;
    }
}
