using Realtime.Bench.Runner.Processes;

namespace Realtime.Bench.Runner.Targets;

/// <summary>A target that serves.</summary>
/// <param name="port">Where it listens.</param>
internal sealed class RunningTarget(int port) : IAsyncDisposable
{
    private readonly List<ChildProcess> _processes = [];

    /// <summary>Where sessions are opened.</summary>
    public Uri Url { get; } = new($"ws://127.0.0.1:{port}/v1/realtime?model=bench");

    /// <summary>The processes whose CPU and memory are the target's.</summary>
    public List<int> Measured { get; } = [];

    /// <summary>All of its processes.</summary>
    public IReadOnlyList<ChildProcess> Processes => _processes;

    /// <summary>Takes a process over, so that it ends with the target.</summary>
    public ChildProcess Add(ChildProcess process, bool isMeasured = true)
    {
        _processes.Add(process);
        if (isMeasured)
        {
            Measured.Add(process.Id);
        }

        return process;
    }

    /// <summary>Waits for readiness, and ends everything when that fails.</summary>
    public async Task<RunningTarget> WhenAsync(Func<Task> ready)
    {
        try
        {
            await ready();
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The last one started depends on those before it.
        for (var i = _processes.Count - 1; i >= 0; i--)
        {
            await _processes[i].DisposeAsync();
        }
    }
}
