using System.Net.Sockets;

namespace Realtime.Bench.Runner.Processes;

/// <summary>Waits until a server can serve.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>Waits until <c>/health/readiness</c> answers 200, a minute at most.</summary>
    /// <exception cref="BenchmarkException">It did not in time, or one of the processes ended.</exception>
    public static Task HttpAsync(int port, IReadOnlyList<ChildProcess> processes, CancellationToken cancellation) => UntilAsync(
        async () =>
        {
            using var answer = await Client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/readiness"), cancellation);
            return answer.IsSuccessStatusCode;
        },
        processes,
        cancellation);

    /// <summary>Waits until somebody listens, a minute at most.</summary>
    /// <exception cref="BenchmarkException">Nobody did in time, or the process ended.</exception>
    public static Task TcpAsync(int port, ChildProcess process, CancellationToken cancellation) => UntilAsync(
        async () =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellation);
            return true;
        },
        [process],
        cancellation);

    private static async Task UntilAsync(Func<Task<bool>> isReady, IReadOnlyList<ChildProcess> processes, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < Deadline)
        {
            try
            {
                if (await isReady())
                {
                    return;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or SocketException
                || (notYet is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                // It does not listen yet, or is too busy starting.
            }

            if (processes.FirstOrDefault(p => p.HasExited) is { } ended)
            {
                throw new BenchmarkException($"{ended.Name} ended while starting:\n{await ended.LastWordsAsync()}");
            }

            await Task.Delay(Pause, clock, cancellation);
        }

        throw new BenchmarkException(
            $"{processes[^1].Name} was not ready within {Deadline.TotalSeconds} s:\n{await processes[^1].LastWordsAsync()}");
    }
}
