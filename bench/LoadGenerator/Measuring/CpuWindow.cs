using System.Diagnostics;

namespace Realtime.Bench.LoadGenerator.Measuring;

/// <summary>Counts CPU from its making on: the target's, and that of strangers on the machine, who spoil a measurement.</summary>
internal sealed class CpuWindow
{
    private readonly LoadOptions _options;
    private readonly List<int> _ours;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _target;
    private readonly double _all;
    private readonly double _busy;

    public CpuWindow(LoadOptions options)
    {
        _options = options;
        _ours = [.. options.Pids, .. options.OwnPids, Environment.ProcessId];
        _target = ProcessUsage.CpuSeconds(options.Pids);
        _all = ProcessUsage.CpuSeconds(_ours);
        _busy = ProcessUsage.MachineBusySeconds();
    }

    /// <summary>Ends the window and writes its figures.</summary>
    /// <param name="metrics">Where they go.</param>
    /// <param name="count">What the target has done meanwhile: messages passed on, both ways together, or connects.</param>
    /// <param name="unit">What one of these is called.</param>
    public void Close(Dictionary<string, double> metrics, long count, string unit = "frame")
    {
        var elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var target = ProcessUsage.CpuSeconds(_options.Pids) - _target;
        var others = ProcessUsage.MachineBusySeconds() - _busy - (ProcessUsage.CpuSeconds(_ours) - _all);
        if (_options.Pids.Count > 0)
        {
            metrics[$"cpu_us_per_{unit}"] = count > 0 ? target * 1e6 / count : 0;
            metrics["cpu_percent"] = target / elapsed * 100;
        }

        metrics["strangers_cpu_percent"] = Math.Max(0, others / elapsed / Environment.ProcessorCount * 100);
    }
}
