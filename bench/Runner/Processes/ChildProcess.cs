using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Realtime.Bench.Runner.Processes;

/// <summary>A process that this one started, keeps the output of, and ends by its id.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int KeptOutput = 4000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task<string> _output;
    private readonly Task _errorsRead;

    private ChildProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errorsRead = KeepErrorsAsync();
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static ChildProcess Start(
        string name,
        string file,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start");
        return new ChildProcess(name, process);
    }

    /// <summary>Waits for the process's end and gives its output.</summary>
    public async Task<string> RunToEndAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation).WaitAsync(timeout, TimeProvider.System, cancellation);
        return await _output;
    }

    /// <summary>The last of what the process wrote, for a message about its failure.</summary>
    public async Task<string> LastWordsAsync()
    {
        await Task.WhenAll(_output, _errorsRead).WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var text = (_output.IsCompletedSuccessfully ? await _output : "") + Errors();
        return text.Length > KeptOutput ? text[^KeptOutput..] : text;
    }

    /// <summary>Ends the process: politely, and after 10 s for certain.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(Grace, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    private async Task KeepErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
            {
                _errors.AppendLine(line);
                if (_errors.Length > KeptOutput * 2)
                {
                    _errors.Remove(0, _errors.Length - KeptOutput);
                }
            }
        }
    }

    private string Errors()
    {
        lock (_errors)
        {
            return _errors.ToString();
        }
    }
}
