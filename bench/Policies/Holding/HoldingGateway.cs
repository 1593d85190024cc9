using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Realtime.Bench.Policies.Holding;

/// <summary>An embedded gateway as a process, with a guardrail on what the model says for whoever asks for it.</summary>
internal sealed class HoldingGateway : IAsyncDisposable
{
    public const string Key = "sk-bench";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("realtime-bench-holding-");
    private readonly int _port;
    private Process? _process;

    private HoldingGateway()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="provider">The simulator.</param>
    public static async Task<HoldingGateway> StartAsync(string root, Uri provider)
    {
        var gateway = new HoldingGateway();
        var config = Path.Combine(gateway._directory.FullName, "config.yaml");
        await File.WriteAllTextAsync(config, $$"""
            model_list:
              - model_name: voice
                litellm_params: {model: openai/gpt-realtime, api_base: "{{provider}}", api_key: sk-up}
            guardrails:
              - guardrail_name: said
                litellm_params:
                  guardrail: litellm_content_filter
                  mode: post_call
                  blocked_words: [{keyword: nobody says this, action: BLOCK}]
            general_settings: {master_key: {{Key}}}
            """);
        gateway._process = Process.Start(new ProcessStartInfo(
            Path.Combine(root, "artifacts", "bin", "Gateway", "release", "Realtime.Gateway"),
            ["--config", config, "--host", "127.0.0.1", "--port", gateway._port.ToString(CultureInfo.InvariantCulture), "--data", gateway._directory.FullName])
        {
            RedirectStandardOutput = true,
        })!;
        gateway._process.OutputDataReceived += (_, _) => { };
        gateway._process.BeginOutputReadLine();
        await gateway.ReadyAsync();
        return gateway;
    }

    /// <summary>Where a session is opened.</summary>
    /// <param name="guarded">Whether its answers are held.</param>
    public Uri Url(bool guarded) => new($"ws://127.0.0.1:{_port}/v1/realtime?model=voice{(guarded ? "&guardrails=said" : "")}");

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _directory.Delete(recursive: true);
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Patience)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health/readiness"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new FormatException("the gateway did not start; is src/Gateway built?");
    }
}
