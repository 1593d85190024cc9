using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Grains.Policies.Alerts;
using Realtime.Storage.Database;
using Realtime.Storage.Ledger;

namespace Realtime.Grains.Ledger;

/// <summary>
/// Writes the rows of this process's sessions, in batches, each in one transaction with the spend that it debits. What the database does
/// not take in time goes to the disk and from there to the database later; a row is durable within 250 ms of its response. What the disk does
/// not take either stays in bounded memory and is tried again at both.
/// </summary>
/// <remarks>
/// The batches have a thread of their own, which waits for nobody longer than it says: neither for a database whose first call takes a second
/// before it returns, nor for a pool of threads in which a process that has just begun finds none free.
/// </remarks>
internal sealed partial class LedgerWriter : BackgroundService
{
    private static readonly TimeSpan LongWrite = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();
    private readonly Queue<LedgerEntry> _queue = new();
    private readonly ManualResetEventSlim _arrived = new();
    private readonly SemaphoreSlim _spooled = new(0);
    private readonly ILedgerStore? _store;
    private readonly LedgerSpool _spool;
    private readonly LedgerBacklog _kept;
    private readonly LedgerOptions _options;
    private readonly AlertBoard _alerts;
    private readonly TimeProvider _time;
    private readonly ILogger<LedgerWriter> _logger;
    private volatile Task _late = Task.CompletedTask;
    private volatile bool _isAway;
    private volatile bool _isStopped;
    private volatile bool _isDiskAway;
    private volatile bool _isMemoryUsed;

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
        _kept = new LedgerBacklog(options.KeptRows, options.KeptBytes);
        _options = options;
        _alerts = alerts;
        _time = time;
        _logger = logger;
    }

    /// <summary>Takes a row.</summary>
    /// <param name="entry">The row; not changed any more.</param>
    public void Take(LedgerEntry entry)
    {
        if (_store is null)
        {
            return;
        }

        lock (_gate)
        {
            if (!_isStopped)
            {
                _queue.Enqueue(entry);
                _arrived.Set();
                return;
            }
        }

        // The next process in this directory finds it; this one may have nothing more to do with it.
        if (!TrySpool([entry]))
        {
            Lose(1);
        }

        _spool.Dispose();
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The rest of the rows, whatever the host's patience: at worst they go to the disk.
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await (ExecuteTask ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // A database that was only late is not away.
        await _late.WaitAsync(LastWait, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_isAway && _late is Task<bool> { IsCompletedSuccessfully: true } late && await late.ConfigureAwait(false))
        {
            _isAway = false;
        }

        await Task.Run(WriteRest, CancellationToken.None).ConfigureAwait(false);
        await DrainRestAsync().ConfigureAwait(false);
        _spool.Dispose();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _spooled.Dispose();
        _arrived.Dispose();
        _spool.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _store is null
        ? Task.CompletedTask
        : Task.WhenAll(
            Task.Factory.StartNew(() => WriteAll(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            DrainAsync(stoppingToken));

    private void WriteAll(CancellationToken stoppingToken)
    {
        LedgerSpool.Prepare();
        while (WaitHandle.WaitAny([_arrived.WaitHandle, stoppingToken.WaitHandle]) == 0)
        {
            stoppingToken.WaitHandle.WaitOne(_options.Gather);
            while (Gather(isLast: false) is { Count: > 0 } batch)
            {
                Write(batch, _options.Patience);
            }
        }
    }

    private void WriteRest()
    {
        var wasAway = _isAway;
        while (_store is not null && Gather(isLast: true) is { Count: > 0 } batch)
        {
            Write(batch, LongWrite);
        }

        // The last attempt: a long one at the database, where the rest has not just had it, and the disk.
        var isAway = _isAway && !wasAway;
        while (_kept.Take(_options.BatchSize) is { Count: > 0 } batch)
        {
            isAway = isAway || !IsWritten(batch, LongWrite, out _);
            if (isAway && !TrySpool(batch))
            {
                Lose(batch.Count);
            }
        }
    }

    // What waits on the disk should not have to wait for another process in this directory, which may never come.
    private async Task DrainRestAsync()
    {
        if (_store is null || _isAway)
        {
            return;
        }

        using var limit = new CancellationTokenSource(LastWait, _time);
        try
        {
            while (_spool.Take() is { } file)
            {
                await DrainAsync(file, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            LogLeft();
        }
    }

    private List<LedgerEntry> Gather(bool isLast)
    {
        var batch = new List<LedgerEntry>();
        lock (_gate)
        {
            while (batch.Count < _options.BatchSize && _queue.TryDequeue(out var entry))
            {
                batch.Add(entry);
            }

            if (batch.Count == 0)
            {
                _arrived.Reset();
                _isStopped |= isLast;
            }
        }

        return batch;
    }

    private void Write(List<LedgerEntry> batch, TimeSpan patience)
    {
        if (!_isAway)
        {
            if (IsWritten(batch, patience, out var write))
            {
                return;
            }

            _late = write;
            _isAway = true;
        }

        if (TrySpool(batch))
        {
            MoveKept();
        }
        else
        {
            Keep(batch);
        }

        if (!_isStopped)
        {
            _spooled.Release();
        }
    }

    private bool IsWritten(List<LedgerEntry> batch, TimeSpan patience, out Task<bool> write)
    {
        // Elsewhere: a call may take long before it gives back its task.
        write = Task.Run(() => TryWriteAsync(batch, CancellationToken.None));
#pragma warning disable RS0030 // The thread is the ledger's own, and must wait for nobody else's.
        return write.Wait(patience) && write.Result;
#pragma warning restore RS0030
    }

    private bool TrySpool(List<LedgerEntry> batch)
    {
        try
        {
            if (_spool.Append(batch))
            {
                _isDiskAway = false;
                return true;
            }

            if (!_isDiskAway)
            {
                LogFull();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_isDiskAway)
            {
                LogNotSpooled(exception);
            }
        }

        _isDiskAway = true;
        return false;
    }

    private void Keep(List<LedgerEntry> batch)
    {
        if (!_isMemoryUsed)
        {
            _isMemoryUsed = true;
            LogKept();
            _alerts.Raise(new Alert(
                AlertTypes.Spend, "ledger_in_memory", "Rows of the ledger can be written neither to the database nor to the disk; they wait in memory.", "ledger"));
        }

        if (_kept.Add(batch) is > 0 and var lost)
        {
            Lose(lost);
        }
    }

    private void MoveKept()
    {
        while (_kept.Take(_options.BatchSize) is { Count: > 0 } batch)
        {
            if (!TrySpool(batch))
            {
                _kept.Return(batch);
                return;
            }
        }
    }

    private void Lose(int count)
    {
        LogLost(count);
        _alerts.Raise(new Alert(AlertTypes.Spend, "ledger_lost", "Rows of the ledger could be written neither to the database nor to the disk.", "ledger"));
    }

    private async Task DrainAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            // It may yet write the very rows.
            await _late.WaitAsync(LongWrite, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
            await WriteKeptAsync(stoppingToken).ConfigureAwait(false);
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
                continue;
            }

            // Also for what another process leaves behind, which may still have had it open.
            await _spooled.WaitAsync(_options.Look, stoppingToken).ConfigureAwait(false);
        }
    }

    // Whichever takes them first, the database or the disk.
    private async Task WriteKeptAsync(CancellationToken stoppingToken)
    {
        while (_kept.Take(_options.BatchSize) is { Count: > 0 } batch)
        {
            if (await TryWriteAsync(batch, stoppingToken).ConfigureAwait(false) || TrySpool(batch))
            {
                continue;
            }

            _kept.Return(batch);
            await Task.Delay(_options.Retry, _time, stoppingToken).ConfigureAwait(false);
        }

        if (_isMemoryUsed)
        {
            _isMemoryUsed = false;
            LogSafe();
        }
    }

    private async Task DrainAsync(SpooledFile file, CancellationToken stoppingToken)
    {
        var said = false;
        try
        {
            foreach (var chunk in file.Read().Chunk(_options.BatchSize))
            {
                while (!await TryWriteAsync(chunk, stoppingToken).ConfigureAwait(false))
                {
                    stoppingToken.ThrowIfCancellationRequested();
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

        if (file.IsLeftBehind)
        {
            LogTakenUp();
        }

        _spool.Done(file);
    }

    private async Task<bool> TryWriteAsync(IReadOnlyCollection<LedgerEntry> batch, CancellationToken stoppingToken)
    {
        try
        {
            using var timeout = new CancellationTokenSource(LongWrite, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
            await _store!.WriteAsync(batch, either.Token).ConfigureAwait(false);
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

    [LoggerMessage(EventId = 1603, Level = LogLevel.Error, Message = "The disk has as many waiting rows of the ledger as it may have")]
    private partial void LogFull();

    [LoggerMessage(EventId = 1604, Level = LogLevel.Error, Message = "Rows of the ledger cannot be written to the disk")]
    private partial void LogNotSpooled(Exception exception);

    [LoggerMessage(EventId = 1607, Level = LogLevel.Error,
        Message = "Rows of the ledger can be written neither to the database nor to the disk; they wait in memory, and would be lost with this process")]
    private partial void LogKept();

    [LoggerMessage(EventId = 1608, Level = LogLevel.Information, Message = "The rows of the ledger that waited in memory are safe")]
    private partial void LogSafe();

    [LoggerMessage(EventId = 1609, Level = LogLevel.Error, Message = "{Count} rows of the ledger are lost: neither the database nor the disk took them")]
    private partial void LogLost(int count);

    [LoggerMessage(EventId = 1610, Level = LogLevel.Information, Message = "Rows of the ledger that another process left on the disk are in the database")]
    private partial void LogTakenUp();

    [LoggerMessage(EventId = 1606, Level = LogLevel.Error, Message = "Rows of the ledger that wait on the disk cannot be read or deleted there; they are tried again")]
    private partial void LogSpoolUnreadable(Exception exception);

    [LoggerMessage(
        EventId = 1610, Level = LogLevel.Warning, Message = "Rows of the ledger are left on the disk; the next process with the same --data writes them to the database")]
    private partial void LogLeft();

    [LoggerMessage(EventId = 1605, Level = LogLevel.Error, Message = "The database refused rows of the ledger")]
    private partial void LogRefused(Exception exception);
}
