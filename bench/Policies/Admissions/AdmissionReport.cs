using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Realtime.Bench.Policies.Admissions;

/// <summary>Measures admissions in one silo and over three, where nothing is limited and where everything is.</summary>
internal static class AdmissionReport
{
    private const int TasksPerSilo = 32;
    private const int PerSecond = 300;

    public static async Task<string> MeasureAsync(int seconds, int rounds)
    {
        var table = new StringBuilder("| | admissions/s | p50 at 300/s, ms | p99 at 300/s, ms |\n|---|---:|---:|---:|\n");
        var figures = new Dictionary<(int Silos, bool Limited), List<(double Rate, double P50, double P99)>>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var setup in new[] { (1, false), (1, true), (3, false), (3, true) })
            {
                var figure = await MeasureAsync(setup.Item1, setup.Item2, seconds);
                (figures.TryGetValue(setup, out var all) ? all : figures[setup] = []).Add(figure);
                await Console.Error.WriteLineAsync($"{round + 1}/{rounds} {Name(setup)}: {figure.Rate:0}/s, p50 {figure.P50 / 1000:0.00} ms, p99 {figure.P99 / 1000:0.00} ms");
            }
        }

        foreach (var (setup, all) in figures)
        {
            table.Append(CultureInfo.InvariantCulture,
                $"| {Name(setup)} | {Quantiles.Median([.. all.Select(one => one.Rate)]):N0} | {Quantiles.Median([.. all.Select(one => one.P50)]) / 1000:0.00} | {Quantiles.Median([.. all.Select(one => one.P99)]) / 1000:0.00} |\n");
        }

        return table.ToString();
    }

    private static string Name((int Silos, bool Limited) setup) =>
        $"{(setup.Silos == 1 ? "embedded" : "3 silos on Redis")}, {(setup.Limited ? "sessions, requests and budgets limited" : "nothing limited")}";

    private static async Task<(double Rate, double P50, double P99)> MeasureAsync(int count, bool limited, int seconds)
    {
        var directory = Directory.CreateTempSubdirectory("realtime-bench-policies-");
        (string Address, Process Process)? redis = count > 1 ? await StartRedisAsync(directory.FullName) : null;
        var silos = new List<SiloProcess>();
        try
        {
            var database = Path.Combine(directory.FullName, "bench.db");
            await AdmissionOwners.WriteAsync(database, limited);
            for (var index = 0; index < count; index++)
            {
                silos.Add(await SiloProcess.StartAsync(
                    ["--database", database, "--index", $"{index}", .. redis is null ? [] : (string[])["--redis", redis.Value.Address], .. limited ? (string[])["--limited"] : []]));
            }

            // Every policy is read and every method compiled before anything counts.
            await Task.WhenAll(silos.Select(silo => silo.DoAsync($"flood 5 {TasksPerSilo}")));
            var start = Stopwatch.GetTimestamp();
            var flood = await Task.WhenAll(silos.Select(silo => silo.DoAsync($"flood {seconds} {TasksPerSilo}")));
            var rate = flood.Sum(samples => samples.Count) / Stopwatch.GetElapsedTime(start).TotalSeconds;
            var pace = (await Task.WhenAll(silos.Select(silo => silo.DoAsync($"pace {seconds} {PerSecond / count}")))).SelectMany(samples => samples).ToArray();
            return (rate, Quantiles.At(pace, 0.5), Quantiles.At(pace, 0.99));
        }
        finally
        {
            foreach (var silo in silos)
            {
                await silo.DisposeAsync();
            }

            if (redis?.Process is { } process)
            {
                process.Kill();
                await process.WaitForExitAsync();
                process.Dispose();
            }

            directory.Delete(recursive: true);
        }
    }

    // As docs/operations.md asks for it: appended to a file each second, nothing evicted.
    private static async Task<(string Address, Process Process)> StartRedisAsync(string directory)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var start = new ProcessStartInfo(
            "redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction"])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        for (var attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return ($"127.0.0.1:{port}", process);
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }

        throw new FormatException("redis-server did not start");
    }
}
