using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Realtime.Grains.Interfaces.Calls;
using StackExchange.Redis;

namespace Realtime.Hosting.Cluster;

/// <summary>
/// Gives a Redis that has forgotten the cluster's membership, wholly or its last moments, what this silo last read of it. Without it a
/// Redis that comes back empty parts the cluster: silos that join see nothing of those that run.
/// </summary>
/// <remarks>Orleans keeps the table as a hash: a field for each silo, and one that counts the table's changes.</remarks>
/// <param name="redis">Redis.</param>
/// <param name="cluster">The cluster's names.</param>
/// <param name="isMember">Whether this silo is an active member, as it knows itself.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what was given back.</param>
public sealed partial class MembershipBackup(
    ConfigurationOptions redis, IOptions<ClusterOptions> cluster, Func<bool> isMember, TimeProvider time, ILogger<MembershipBackup> logger)
    : BackgroundService
{
    private const string VersionField = "Version";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private HashEntry[] _last = [];
    private int _lastVersion = -1;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        RedisKey key = $"{cluster.Value.ServiceId}/members/{cluster.Value.ClusterId}";
        ConnectionMultiplexer? connection = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await Rounds.TryAsync(
                    async () =>
                    {
                        connection ??= await ConnectionMultiplexer.ConnectAsync(redis).ConfigureAwait(false);
                        await CompareAsync(connection.GetDatabase(), key).ConfigureAwait(false);
                    },
                    logger,
                    stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static int VersionOf(HashEntry[] table) =>
        Array.Find(table, field => field.Name == VersionField).Value is { HasValue: true } value
            ? int.Parse(value.ToString(), CultureInfo.InvariantCulture)
            : -1;

    private async Task CompareAsync(IDatabase database, RedisKey key)
    {
        try
        {
            var table = await database.HashGetAllAsync(key).ConfigureAwait(false);
            var version = VersionOf(table);
            if (version >= _lastVersion)
            {
                (_last, _lastVersion) = (table, version);
            }
            else if (isMember())
            {
                await GiveBackAsync(database, key, version).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // A Redis that is away forgets nothing by that; it is asked again.
        }
    }

    // Silos that joined the forgetful Redis meanwhile keep their fields, and the count goes on from where the silos know it to be.
    private async Task GiveBackAsync(IDatabase database, RedisKey key, int version)
    {
        var next = (_lastVersion + 1).ToString(CultureInfo.InvariantCulture);
        var change = database.CreateTransaction();
        change.AddCondition(version < 0
            ? Condition.HashNotExists(key, VersionField)
            : Condition.HashEqual(key, VersionField, version.ToString(CultureInfo.InvariantCulture)));
        var written = change.HashSetAsync(key, [.. _last.Where(field => field.Name != VersionField), new HashEntry(VersionField, next)]);
        if (await change.ExecuteAsync().ConfigureAwait(false))
        {
            await written.ConfigureAwait(false);
            LogGivenBack(_last.Length - 1);
        }
    }

    [LoggerMessage(
        EventId = 3021,
        Level = LogLevel.Error,
        Message = "Redis had forgotten the cluster: {Count} silos were entered again. Redis needs its append-only file (appendonly yes) and maxmemory-policy noeviction")]
    private partial void LogGivenBack(int count);
}
