using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>A process of the cluster under test: its output is kept, and signals reach it by its id alone.</summary>
internal sealed partial class ClusterProcess : IAsyncDisposable
{
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ClusterProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static ClusterProcess Start(string name, string file, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new ClusterProcess(name, Process.Start(start)!);
    }

    public void Signal(PosixSignalNumber signal) => Kill(_process.Id, (int)signal).ShouldBe(0, $"signal {signal} to {Name}");

    public async Task<int> ExitAsync(TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} (process {Id}) {(IsRunning ? "runs still" : "is gone, but somebody holds its output open still")} after {timeout}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            _process.Kill();
            await ExitAsync(KillTime);
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
