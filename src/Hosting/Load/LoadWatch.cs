using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Realtime.Configuration.Reload;
using Realtime.Grains.Interfaces.Load;

namespace Realtime.Hosting.Load;

/// <summary>Measures how late this process's timers are, ten times a second.</summary>
/// <param name="config">Says how late they may be (<c>overload_lag</c>).</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class LoadWatch(ConfigStore config, TimeProvider time, ILogger<LoadWatch> logger) : BackgroundService, ILoadGauge
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);

    private readonly LagMeter _meter = new();
    private volatile bool _isTooLate;
    private long _last;

    /// <inheritdoc/>
    public bool IsOverloaded => _isTooLate || IsStuck();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var start = time.GetTimestamp();
                Volatile.Write(ref _last, start);
                await Task.Delay(_interval, time, stoppingToken).ConfigureAwait(false);
                var was = _isTooLate;
                _isTooLate = _meter.Add(time.GetElapsedTime(start) - _interval, config.Current.General.OverloadLag);
                if (_isTooLate != was)
                {
                    LogChanged(_isTooLate ? "refuses new sessions" : "takes sessions again", _meter.Average);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
            Volatile.Write(ref _last, 0);
        }
    }

    // A timer that has not come at all is later than any that has.
    private bool IsStuck()
    {
        var limit = config.Current.General.OverloadLag;
        return Volatile.Read(ref _last) is var last and not 0 && limit > TimeSpan.Zero && time.GetElapsedTime(last) > _interval + (limit * 4);
    }

    [LoggerMessage(EventId = 3401, Level = LogLevel.Warning, Message = "This process {What}: its timers are {Lag} late on average")]
    private partial void LogChanged(string what, TimeSpan lag);
}
