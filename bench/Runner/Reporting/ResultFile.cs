using System.Globalization;
using System.Text.Json;

namespace Realtime.Bench.Runner.Reporting;

/// <summary>Keeps every run's figures beside the tables made of them.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the file and gives its path.</summary>
    public static async Task<string> WriteAsync(string directory, TimeProvider clock, Machine machine, IReadOnlyList<Measurement> measurements)
    {
        var at = clock.GetUtcNow();
        var path = Path.Combine(directory, at.ToString("yyyyMMdd'T'HHmmss'Z.json'", CultureInfo.InvariantCulture));
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { At = at, Machine = machine, Measurements = measurements }, Indented));
        return path;
    }
}
