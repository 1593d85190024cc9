using System.Globalization;
using Realtime.Configuration;

namespace Realtime.Grains.Ledger.Sinks;

/// <summary>Writes rows to files, one JSON line a row and one file a day and process.</summary>
internal sealed class FileTarget(TimeProvider time) : ISinkTarget
{
    private static readonly string Process = $"{Environment.MachineName}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public CallbackKind Kind => CallbackKind.File;

    /// <inheritdoc/>
    public Task SendAsync(CallbackTarget target, IReadOnlyList<string> payloads, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target.Path);
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return File.AppendAllLinesAsync(Path.Combine(target.Path, $"usage-{day}-{Process}.jsonl"), payloads, cancellationToken);
    }
}
