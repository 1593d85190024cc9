namespace Realtime.Bench.LoadGenerator.Connections;

/// <summary>Opens many sessions, a few at a time.</summary>
internal static class SessionOpener
{
    private const int AtOnce = 16;
    private static readonly TimeSpan EachTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Opens so many sessions; those that could not be opened are told as problems.</summary>
    public static async Task<List<RealtimeConnection>> OpenAsync(
        LoadOptions options,
        int count,
        int bufferSize,
        List<string> problems,
        CancellationToken cancellation)
    {
        var opened = new List<RealtimeConnection>(count);
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (_, stop) =>
            {
                var outcome = await OpenOneAsync(options, bufferSize, stop);
                lock (opened)
                {
                    if (outcome.Connection is { } connection)
                    {
                        opened.Add(connection);
                    }
                    else
                    {
                        problems.Add($"not opened: {outcome.Failure}");
                    }
                }
            });
        return opened;
    }

    /// <summary>Opens one session within 15 s.</summary>
    public static async Task<ConnectOutcome> OpenOneAsync(LoadOptions options, int bufferSize, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(EachTimeout);
        return await RealtimeConnection.OpenAsync(options, bufferSize, timeout.Token);
    }

    /// <summary>Closes sessions, and tells those that had ended by themselves as problems.</summary>
    public static async Task CloseAsync(IReadOnlyList<RealtimeConnection> connections, List<string> problems)
    {
        foreach (var connection in connections)
        {
            if (connection.Ended is { } reason)
            {
                problems.Add($"session lost: {reason}");
            }
        }

        await Parallel.ForEachAsync(
            connections,
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (connection, _) => await connection.CloseAsync());
    }
}
