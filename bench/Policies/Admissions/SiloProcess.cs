using System.Diagnostics;
using System.Text.Json;

namespace Realtime.Bench.Policies.Admissions;

/// <summary>A silo that this process started, and ends by closing its input.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private SiloProcess(Process process) => _process = process;

    public static async Task<SiloProcess> StartAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["silo", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var silo = new SiloProcess(Process.Start(start)!);
        if (await silo._process.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System) != "ready")
        {
            throw new FormatException("a silo did not start");
        }

        return silo;
    }

    /// <summary>Gives an order and reads the times of the admissions that were made.</summary>
    public async Task<List<double>> DoAsync(string order)
    {
        await _process.StandardInput.WriteLineAsync(order);
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System);
        return JsonSerializer.Deserialize<List<double>>(answer ?? throw new FormatException("a silo failed"))!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
