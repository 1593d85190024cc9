using Realtime.Gateway.Sessions;
using Realtime.Grains.Interfaces.Calls;
using Realtime.Grains.Interfaces.Cluster;

namespace Realtime.Gateway.Health;

/// <summary>
/// Asks the cluster every second whether grains answer and which silos live, more often after a sign that one was lost: the answer is this
/// gateway's readiness, and sessions of a silo that is gone are taken to another.
/// </summary>
internal sealed partial class ClusterWatch(
    IGrainFactory grains,
    OpenClients clients,
    SiloLosses losses,
    SiloBalance balance,
    IHostApplicationLifetime process,
    TimeProvider time,
    ILogger<ClusterWatch> logger) : BackgroundService
{
    private const int Questions = 4;
    private const int Keys = 16;
    private const int AnswersThatCount = 2;
    private static readonly TimeSpan QuestionTime = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AlertInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AlertTime = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, int> _missing = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _known = [];
    private long _lastAnswer;
    private long _alertSince;
    private bool _wasReady;
    private int _key;

    /// <summary>Gets a value indicating whether a grain answered lately.</summary>
    public bool IsReachable => Volatile.Read(ref _lastAnswer) is var last and not 0 && time.GetElapsedTime(last) < StaleAfter;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Before its silo or its client has started, Orleans answers a call by errors in the log.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = process.ApplicationStarted.Register(started.SetResult).ConfigureAwait(false);
            await started.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
            while (true)
            {
                // Before the question, so that no sign is missed while it is asked.
                var sign = losses.Next;
                await Rounds.TryAsync(() => AskAsync(stoppingToken), logger, stoppingToken).ConfigureAwait(false);
                await WaitAsync(sign, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task WaitAsync(Task sign, CancellationToken stoppingToken)
    {
        var isAlert = _missing.Count > 0 || (_alertSince != 0 && time.GetElapsedTime(_alertSince) < AlertTime);
        var wait = Task.Delay(isAlert ? AlertInterval : Interval, time, stoppingToken);
        var first = await Task.WhenAny(wait, isAlert ? wait : sign).ConfigureAwait(false);
        if (sign.IsCompleted)
        {
            _alertSince = time.GetTimestamp();
        }

        await first.ConfigureAwait(false);
    }

    private async Task AskAsync(CancellationToken stoppingToken)
    {
        try
        {
            var silos = await FirstAnswerAsync(stoppingToken).ConfigureAwait(false);
            Volatile.Write(ref _lastAnswer, time.GetTimestamp());
            ReportLost(silos);
            EndLost(silos);
            balance.Update(silos);
        }
        catch (Exception exception) when (CallFailures.IsAway(exception, stoppingToken))
        {
            // Said once below, not every second. A client that has not met a silo knows no grain type, which is an argument's fault to it.
        }

        if (IsReachable != _wasReady)
        {
            _wasReady = IsReachable;
            LogReachable(_wasReady ? "answers" : "does not answer");
        }
    }

    // By which silo a question goes is settled by the grain's key: where one does not answer soon, as one that is frozen, another key may go
    // another way.
    private async Task<IReadOnlyList<string>> FirstAnswerAsync(CancellationToken stoppingToken)
    {
        List<Task<IReadOnlyList<string>>> asked = [];
        Task<IReadOnlyList<string>>? failed = null;
        for (var question = 0; question < Questions; question++)
        {
            asked.Add(grains.GetGrain<IClusterStatusGrain>(_key).GetSilos().AsTask());
            var answer = Task.WhenAny(asked);
            if (await Task.WhenAny(answer, Task.Delay(QuestionTime, time, stoppingToken)).ConfigureAwait(false) == answer)
            {
                var first = await answer.ConfigureAwait(false);
                asked.Remove(first);
                if (first.IsCompletedSuccessfully)
                {
                    asked.ForEach(late => late.Ignore());
                    return await first.ConfigureAwait(false);
                }

                failed = first;
            }

            stoppingToken.ThrowIfCancellationRequested();
            _key = (_key + 1) % Keys;
        }

        asked.ForEach(late => late.Ignore());
        return failed is null ? throw new TimeoutException() : await failed.ConfigureAwait(false);
    }

    // One answer that misses a silo is enough for calls to be repeated, since that does no harm.
    private void ReportLost(IReadOnlyList<string> silos)
    {
        if (_known.Except(silos, StringComparer.Ordinal).Any())
        {
            losses.Report();
        }

        _known = silos;
    }

    // A silo counts as gone when two answers in a row miss it: the one silo that was asked may have learnt of another only just now.
    private void EndLost(IReadOnlyList<string> silos)
    {
        var missing = clients.Sessions.Where(session => session.Silo.Length > 0 && !silos.Contains(session.Silo, StringComparer.Ordinal))
            .GroupBy(session => session.Silo, StringComparer.Ordinal)
            .ToList();
        foreach (var present in _missing.Keys.Where(silo => missing.TrueForAll(group => group.Key != silo)).ToList())
        {
            _missing.Remove(present);
        }

        foreach (var silo in missing)
        {
            var answers = _missing[silo.Key] = _missing.GetValueOrDefault(silo.Key) + 1;
            if (answers < AnswersThatCount)
            {
                continue;
            }

            if (answers == AnswersThatCount)
            {
                LogSiloLost(silo.Key, silo.Count());
            }

            foreach (var session in silo)
            {
                _ = session.SiloLostAsync(silo.Key);
            }
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "The cluster {State}")]
    private partial void LogReachable(string state);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Warning, Message = "Silo {Silo} is gone: its {Count} sessions are taken to another")]
    private partial void LogSiloLost(string silo, int count);
}
