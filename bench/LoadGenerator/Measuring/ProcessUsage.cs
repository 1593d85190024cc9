using System.Globalization;
using Realtime.Bench.Wire;

namespace Realtime.Bench.LoadGenerator.Measuring;

/// <summary>What processes have used, as the kernel tells it in <c>/proc</c>.</summary>
internal static class ProcessUsage
{
    /// <summary>User and system time of the processes so far, in seconds; a process that is gone counts as none.</summary>
    public static double CpuSeconds(IReadOnlyList<int> pids)
    {
        var ticks = 0L;
        foreach (var pid in pids)
        {
            ticks += CpuTicks(pid);
        }

        return ticks / MachineUsage.TicksPerSecond;
    }

    /// <summary>Resident memory of the processes together, in KiB.</summary>
    public static long ResidentKib(IReadOnlyList<int> pids)
    {
        var sum = 0L;
        foreach (var pid in pids)
        {
            sum += ResidentKib(pid);
        }

        return sum;
    }

    private static long CpuTicks(int pid)
    {
        try
        {
            // The second field is the command in brackets, which may hold blanks: what counts begins after the last bracket.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return Parse(fields[11]) + Parse(fields[12]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long ResidentKib(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line is null ? 0 : Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long Parse(string number) => long.Parse(number, CultureInfo.InvariantCulture);
}
