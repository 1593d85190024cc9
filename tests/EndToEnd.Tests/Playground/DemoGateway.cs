using System.Diagnostics;
using System.Globalization;
using System.Text;
using Realtime.Hosting.Cluster;

namespace Realtime.EndToEnd.Tests.Playground;

/// <summary>A gateway process without a configuration, as a newcomer starts it: it serves the demo model on this machine.</summary>
internal sealed class DemoGateway : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;
    private readonly DirectoryInfo _data;
    private readonly StringBuilder _output = new();

    private DemoGateway(Process process, DirectoryInfo data, Uri address)
    {
        _process = process;
        _data = data;
        Address = address;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public static async Task<DemoGateway> StartAsync(CancellationToken cancel)
    {
        var data = Directory.CreateTempSubdirectory("realtime-playground-");
        var port = FreePort();
        var info = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Realtime.Gateway.dll"),
                "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--data", data.FullName,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data.FullName,
        };
        var process = Process.Start(info) ?? throw new InvalidOperationException("The gateway did not start.");
        var gateway = new DemoGateway(process, data, new Uri($"http://127.0.0.1:{port}/"));
        try
        {
            await gateway.WaitUntilReadyAsync(cancel);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(KillTime, TimeProvider.System, CancellationToken.None);
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    public override string ToString()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }

    private static int FreePort() => FreePorts.Find(1)[0];

    private async Task WaitUntilReadyAsync(CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(StartLimit);
        using var client = new HttpClient { BaseAddress = Address };
        while (!await IsReadyAsync(client, deadline.Token))
        {
            _process.HasExited.ShouldBeFalse(ToString());
            await Task.Delay(Pause, TimeProvider.System, deadline.Token);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancel)
    {
        try
        {
            using var response = await client.GetAsync("/health/readiness", cancel);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
