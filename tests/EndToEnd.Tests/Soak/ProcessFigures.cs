using System.Globalization;

namespace Realtime.EndToEnd.Tests.Soak;

/// <summary>What the system tells of a process at a moment.</summary>
/// <param name="ResidentMiB">Its resident memory.</param>
/// <param name="Files">Its open file descriptors.</param>
/// <param name="Sockets">Those of them that are sockets.</param>
internal sealed record ProcessFigures(double ResidentMiB, int Files, int Sockets)
{
    public static ProcessFigures Of(int processId)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        var resident = File.ReadLines(Path.Combine(folder, "status")).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var targets = Directory.GetFiles(Path.Combine(folder, "fd")).Select(TargetOf).ToList();
        return new ProcessFigures(
            double.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024,
            targets.Count,
            targets.Count(target => target?.StartsWith("socket:", StringComparison.Ordinal) == true));
    }

    private static string? TargetOf(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget;
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return null;
        }
    }
}
