using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Realtime.Grains.Cluster;

/// <summary>
/// Votes silos out of the cluster whose process is gone, as soon as their connection to this one closes and their address refuses another:
/// Orleans' own probes take 1.2 to 1.6 s to find that out, through which all their sessions are silent. A silo that only does not answer, as
/// one that is frozen or cut off, stays with the probes. As many silos must have seen it as Orleans asks for, and its rules count the votes.
/// </summary>
internal sealed partial class DeadSiloWatch(
    IClusterMembershipService membership,
    IMembershipTable table,
    ILocalSiloDetails silo,
    IOptions<ClusterMembershipOptions> options,
    SiloPortCheck port,
    TimeProvider time,
    ILogger<DeadSiloWatch> logger)
{
    // A process that is killed closes one socket after the other, so that its port may take a connection still after the first is closed.
    private const int Checks = 10;
    private const int Votes = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<SiloAddress, bool> _checked = new();

    /// <summary>Looks whether the silo at the other end of a connection that has closed is gone.</summary>
    /// <param name="remote">The other end.</param>
    /// <returns>A task that ends when that is known, and the vote, if any, is given.</returns>
    public async Task ConnectionClosedAsync(EndPoint? remote)
    {
        if (remote is not IPEndPoint endpoint || Find(endpoint) is not { } suspect || !_checked.TryAdd(suspect, true))
        {
            return;
        }

        try
        {
            for (var check = 0; check < Checks && !await port.IsRefusedAsync(suspect.Endpoint).ConfigureAwait(false); check++)
            {
                if (check == Checks - 1)
                {
                    return;
                }

                await Task.Delay(Pause, time).ConfigureAwait(false);
            }

            await VoteAsync(suspect).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the table throws, the probes find out what this could not.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception, suspect);
        }
        finally
        {
            _checked.TryRemove(suspect, out _);
        }
    }

    private SiloAddress? Find(IPEndPoint endpoint)
    {
        var address = endpoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endpoint.Address.MapToIPv4(), endpoint.Port) : endpoint;
        return membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active && member.SiloAddress.Endpoint.Equals(address))
            .Select(member => member.SiloAddress)
            .FirstOrDefault(found => !found.Equals(silo.SiloAddress));
    }

    private async Task VoteAsync(SiloAddress suspect)
    {
        for (var attempt = 0; attempt < Votes; attempt++)
        {
            // What the table says: a silo that is being stopped leaves by itself.
            var rows = await table.ReadAllAsync(CancellationToken.None).ConfigureAwait(false);
            if (rows.TryGet(suspect) is not { Item1.Status: SiloStatus.Active } row)
            {
                return;
            }

            var (entry, etag) = row;
            var now = time.GetUtcNow().UtcDateTime;
            var active = rows.Members.Count(member => member.Item1.Status == SiloStatus.Active);
            var needed = Math.Min(options.Value.NumVotesForDeathDeclaration, (active + 1) / 2);
            var others = (entry.SuspectTimes ?? [])
                .Where(vote => now - vote.Item2 < options.Value.DeathVoteExpirationTimeout && !vote.Item1.Equals(silo.SiloAddress))
                .DistinctBy(vote => vote.Item1)
                .Count();
            if (others + 1 >= needed)
            {
                LogDead(suspect, others + 1);
                await membership.TryKill(suspect).ConfigureAwait(false);
                return;
            }

            entry.AddSuspector(silo.SiloAddress, now);
            if (await table.UpdateRowAsync(entry, etag, rows.Version.Next(), CancellationToken.None).ConfigureAwait(false))
            {
                LogVoted(suspect);
                return;
            }
        }
    }

    [LoggerMessage(
        EventId = 1711, Level = LogLevel.Warning, Message = "The process of silo {Silo} is gone: its address refuses connections, as {Votes} silos saw. It is put out of the cluster")]
    private partial void LogDead(SiloAddress silo, int votes);

    [LoggerMessage(
        EventId = 1712, Level = LogLevel.Warning, Message = "The process of silo {Silo} seems to be gone: its address refuses connections. Another silo must see that too")]
    private partial void LogVoted(SiloAddress silo);

    [LoggerMessage(
        EventId = 1713, Level = LogLevel.Debug, Message = "Whether the process of silo {Silo} is gone could not be voted on; the cluster's probes find out")]
    private partial void LogFailed(Exception exception, SiloAddress silo);
}
