using System.Globalization;
using System.Runtime.InteropServices;

namespace Realtime.Bench.LoadGenerator.Measuring;

/// <summary>What processes have used, as the kernel tells it in <c>/proc</c>.</summary>
internal static partial class ProcessUsage
{
    private const int ClockTicks = 2; // _SC_CLK_TCK
    private static readonly double TicksPerSecond = Sysconf(ClockTicks);

    /// <summary>User and system time of the processes so far, in seconds; a process that is gone counts as none.</summary>
    public static double CpuSeconds(IReadOnlyList<int> pids)
    {
        var ticks = 0L;
        foreach (var pid in pids)
        {
            ticks += CpuTicks(pid);
        }

        return ticks / TicksPerSecond;
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

    /// <summary>Time that all processors of the machine were busy so far, in seconds.</summary>
    public static double MachineBusySeconds()
    {
        // cpu user nice system idle iowait irq softirq steal guest guest_nice (the guests' time is in user and nice already)
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var busy = 0L;
        for (var i = 1; i <= 8 && i < fields.Length; i++)
        {
            busy += i is 4 or 5 ? 0 : Parse(fields[i]);
        }

        return busy / TicksPerSecond;
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

    [LibraryImport("libc", EntryPoint = "sysconf")]
    private static partial long Sysconf(int name);
}
