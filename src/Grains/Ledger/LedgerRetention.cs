using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Storage.Database;
using Realtime.Storage.Ledger;

namespace Realtime.Grains.Ledger;

/// <summary>Deletes rows that are older than <c>maximum_spend_logs_retention_period</c>, a few at a time; what was spent stays.</summary>
internal sealed partial class LedgerRetention(ConfigStore config, IServiceProvider services, TimeProvider time, ILogger<LedgerRetention> logger)
    : BackgroundService
{
    private const int Chunk = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetService<RealtimeDatabase>() is not { IsConfigured: true })
        {
            return;
        }

        var store = services.GetRequiredService<ILedgerStore>();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await Rounds.TryAsync(() => DeleteAsync(store, stoppingToken), logger, stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task DeleteAsync(ILedgerStore store, CancellationToken cancellationToken)
    {
        if (config.Current.General.SpendLogsRetention is not { } retention)
        {
            return;
        }

        var deleted = 0;
        int chunk;
        do
        {
            try
            {
                chunk = await store.DeleteBeforeAsync(time.GetUtcNow() - retention, Chunk, cancellationToken).ConfigureAwait(false);
            }
            catch (StorageUnavailableException)
            {
                // Another time.
                chunk = 0;
            }

            deleted += chunk;
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
        while (chunk == Chunk);
        if (deleted > 0)
        {
            LogDeleted(deleted);
        }
    }

    [LoggerMessage(EventId = 1631, Level = LogLevel.Information, Message = "{Count} rows of the ledger were older than they are kept, and deleted")]
    private partial void LogDeleted(int count);
}
