namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>Many clients that talk at once.</summary>
internal sealed class SessionSet : IAsyncDisposable
{
    private const int AtOnce = 10;

    // A busy machine may keep all of a cluster's processes and these clients waiting for a while.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public List<NumberedClient> Clients { get; } = [];

    public IEnumerable<NumberedClient> Running => Clients.Where(client => client.CloseCode is null);

    public IEnumerable<NumberedClient> Ended => Clients.Where(client => client.CloseCode is not null);

    public async Task OpenAsync(int count, params IReadOnlyList<int> gateways)
    {
        for (var opened = 0; opened < count; opened += AtOnce)
        {
            var batch = Enumerable.Range(opened, Math.Min(AtOnce, count - opened))
                .Select(index => NumberedClient.OpenAsync(gateways[index % gateways.Count]));
            Clients.AddRange(await Task.WhenAll(batch));
        }
    }

    public void ForgetSilence() => Clients.ForEach(client => client.ForgetSilence());

    /// <summary>Lets the sessions talk on, and then holds them to: none lost or out of order, no silence that the end of a process would bring.</summary>
    public static async Task TalkUndisturbedAsync(int events, IReadOnlyCollection<NumberedClient> clients)
    {
        await TalkAsync(events, clients);
        clients.Max(client => client.LongestSilence).ShouldBeLessThan(LongestPause);
    }

    /// <summary>Lets the sessions talk on, and then holds them to: none lost or out of order.</summary>
    public static async Task TalkAsync(int events, IReadOnlyCollection<NumberedClient> clients)
    {
        var targets = clients.Select(client => (Client: client, Target: client.Received + events)).ToList();
        var deadline = (NumberedUpstream.Tick * events * 2) + TimeSpan.FromSeconds(30);
        await Until.TrueAsync(
            "the sessions talk on", deadline, () => targets.TrueForAll(pair => pair.Client.CloseCode is not null || pair.Client.Received >= pair.Target));
        clients.Select(client => client.CloseCode).ShouldAllBe(code => code == null, "a session ended that should go on");
        clients.SelectMany(client => client.Faults).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients)
        {
            await client.DisposeAsync();
        }
    }
}
