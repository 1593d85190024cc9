using System.Globalization;
using System.Runtime.InteropServices;

namespace Realtime.Bench.Wire;

/// <summary>What the whole machine has used, as the kernel tells it.</summary>
public static partial class MachineUsage
{
    private const int ClockTicks = 2; // _SC_CLK_TCK

    /// <summary>The kernel's steps of CPU time in a second.</summary>
    public static double TicksPerSecond { get; } = Sysconf(ClockTicks);

    /// <summary>Time that all processors together were busy so far, in seconds.</summary>
    public static double BusySeconds()
    {
        // cpu user nice system idle iowait irq softirq steal guest guest_nice (the guests' time is in user and nice already)
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var busy = 0L;
        for (var i = 1; i <= 8 && i < fields.Length; i++)
        {
            busy += i is 4 or 5 ? 0 : long.Parse(fields[i], CultureInfo.InvariantCulture);
        }

        return busy / TicksPerSecond;
    }

    [LibraryImport("libc", EntryPoint = "sysconf")]
    private static partial long Sysconf(int name);
}
