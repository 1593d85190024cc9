using System.Runtime.InteropServices;

namespace Realtime.Bench.Runner.Reporting;

/// <summary>What the figures were measured on.</summary>
/// <param name="Processor">The processor's name as the kernel tells it.</param>
/// <param name="Processors">How many of them.</param>
/// <param name="MemoryGib">Memory in GiB.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
internal sealed record Machine(string Processor, int Processors, long MemoryGib, string System, string Runtime)
{
    public static Machine Read() => new(
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown",
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    public string Describe() => $"{Processors} × {Processor}, {MemoryGib} GiB, {System.Split(" #")[0]}, {Runtime}";
}
