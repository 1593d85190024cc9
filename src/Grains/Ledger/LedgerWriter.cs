using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Policies.Alerts;
using Realtime.Storage.Database;
using Realtime.Storage.Ledger;

namespace Realtime.Grains.Ledger;

/// <summary>
/// Writes the rows of this process's sessions, in batches, each in one transaction with the spend that it debits. What the database does
/// not take in time goes to the disk and from there to the database later; a row is durable within 250 ms of its response.
/// </summary>
internal sealed partial class LedgerWriter : BackgroundService
{
    private static readonly TimeSpan LongWrite = TimeSpan.FromSeconds(15);

    private readonly Channel<LedgerEntry> _queue = Channel.CreateUnbounded<LedgerEntry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _spooled = new(0);
    private readonly ILedgerStore? _store;
    private readonly LedgerSpool _spool;
    private readonly LedgerOptions _options;
    private readonly AlertBoard _alerts;
    private readonly TimeProvider _time;
    private readonly ILogger<LedgerWriter> _logger;
    private volatile bool _isAway;

    /// <summary>Initializes a new instance of the <see cref="LedgerWriter"/> class.</summary>
    /// <param name="services">Has the database, where there is one.</param>
    /// <param name="options">Where and how fast.</param>
    /// <param name="alerts">Hears when rows cannot be written.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public LedgerWriter(IServiceProvider services, LedgerOptions options, AlertBoard alerts, TimeProvider time, ILogger<LedgerWriter> logger)
    {
        _store = services.GetService<RealtimeDatabase>() is { IsConfigured: true } ? services.GetRequiredService<ILedgerStore>() : null;
        _spool = new LedgerSpool(options.SpoolDirectory);
        _options = options;
        _alerts = alerts;
        _time = time;
        _logger = logger;
    }

    /// <summary>Takes a row.</summary>
    /// <param name="entry">The row; not changed any more.</param>
    public void Take(LedgerEntry entry)
    {
        if (_store is not null)
        {
            _queue.Writer.TryWrite(entry);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The rest of the rows, whatever the host's patience: at worst they go to the disk.
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        while (_store is not null && Gather() is { Count: > 0 } batch)
        {
            await WriteAsync(batch, LongWrite).ConfigureAwait(false);
        }

        _spool.Dispose();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _spooled.Dispose();
        _spool.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _store is null ? Task.CompletedTask : Task.WhenAll(WriteAllAsync(stoppingToken), DrainAsync(stoppingToken));

    private async Task WriteAllAsync(CancellationToken stoppingToken)
    {
        while (await _queue.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            await Task.Delay(_options.Gather, _time, stoppingToken).ConfigureAwait(false);
            while (Gather() is { Count: > 0 } batch)
            {
                await WriteAsync(batch, _options.Patience).ConfigureAwait(false);
            }
        }
    }

    private List<LedgerEntry> Gather()
    {
        var batch = new List<LedgerEntry>();
        while (batch.Count < _options.BatchSize && _queue.Reader.TryRead(out var entry))
        {
            batch.Add(entry);
        }

        return batch;
    }

    private async Task WriteAsync(List<LedgerEntry> batch, TimeSpan patience)
    {
        if (!_isAway)
        {
            var write = TryWriteAsync(batch);
            if (await Task.WhenAny(write, Task.Delay(patience, _time)).ConfigureAwait(false) == write && await write.ConfigureAwait(false))
            {
                return;
            }

            _isAway = true;
        }

        Spool(batch);
    }

    private void Spool(List<LedgerEntry> batch)
    {
        try
        {
            if (_spool.Append(batch))
            {
                _spooled.Release();
                return;
            }

            LogFull(batch.Count);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotSpooled(exception, batch.Count);
        }

        _alerts.Raise(new Alert(AlertTypes.Spend, "ledger_lost", "Rows of the ledger could be written neither to the database nor to the disk.", "ledger"));
    }

    private async Task DrainAsync(CancellationToken stoppingToken)
    {
        // Also what an earlier process left behind.
        _spooled.Release();
        while (true)
        {
            await _spooled.WaitAsync(stoppingToken).ConfigureAwait(false);
            try
            {
                while (_spool.Take() is { } file)
                {
                    await DrainAsync(file, stoppingToken).ConfigureAwait(false);
                }

                _isAway = false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What is in the file stays there, and is taken up with the next one.
                LogSpoolUnreadable(exception);
                await Task.Delay(_options.Retry, _time, stoppingToken).ConfigureAwait(false);
                _spooled.Release();
            }
        }
    }

    private async Task DrainAsync(SpooledFile file, CancellationToken stoppingToken)
    {
        var said = false;
        try
        {
            foreach (var chunk in file.Read().Chunk(_options.BatchSize))
            {
                while (!await TryWriteAsync(chunk).ConfigureAwait(false))
                {
                    if (!said)
                    {
                        LogWaiting();
                        _alerts.Raise(new Alert(AlertTypes.Database, "ledger_waits", "The database does not take rows of the ledger; they wait on the disk.", "ledger"));
                        said = true;
                    }

                    await Task.Delay(_options.Retry, _time, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        if (said)
        {
            LogWritten();
        }

        _spool.Done(file);
    }

    private async Task<bool> TryWriteAsync(IReadOnlyCollection<LedgerEntry> batch)
    {
        try
        {
            using var timeout = new CancellationTokenSource(LongWrite, _time);
            await _store!.WriteAsync(batch, timeout.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
        {
            return false;
        }
#pragma warning disable CA1031 // A row that the database refuses must not stop those after it: it stays on the disk, and the log says so.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogRefused(exception);
            return false;
        }
    }

    [LoggerMessage(EventId = 1601, Level = LogLevel.Warning, Message = "The database does not take rows of the ledger; they wait on the disk")]
    private partial void LogWaiting();

    [LoggerMessage(EventId = 1602, Level = LogLevel.Information, Message = "The rows of the ledger that waited on the disk are in the database")]
    private partial void LogWritten();

    [LoggerMessage(EventId = 1603, Level = LogLevel.Error, Message = "{Count} rows of the ledger are lost: the disk has as many as it may have")]
    private partial void LogFull(int count);

    [LoggerMessage(EventId = 1604, Level = LogLevel.Error, Message = "{Count} rows of the ledger are lost: they could not be written to the disk")]
    private partial void LogNotSpooled(Exception exception, int count);

    [LoggerMessage(EventId = 1606, Level = LogLevel.Error, Message = "Rows of the ledger that wait on the disk cannot be read or deleted there; they are tried again")]
    private partial void LogSpoolUnreadable(Exception exception);

    [LoggerMessage(EventId = 1605, Level = LogLevel.Error, Message = "The database refused rows of the ledger")]
    private partial void LogRefused(Exception exception);
}
