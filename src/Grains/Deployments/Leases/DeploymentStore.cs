using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Realtime.Grains.Deployments.Leases;

/// <summary>
/// Keeps one deployment's record. Calls that come while a write is under way share the next one. A store that is away delays nobody for long: the
/// activation's own memory goes on being exact.
/// </summary>
/// <param name="storage">The storage.</param>
/// <param name="grainId">Whose record it is.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class DeploymentStore(IGrainStorage storage, GrainId grainId, TimeProvider time, ILogger logger)
{
    private const string Name = "deployment";
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly GrainState<DeploymentRecord> _state = new() { State = new DeploymentRecord() };
    private Task<bool>? _reading;
    private Task<StoreOutcome>? _running;
    private Task<StoreOutcome>? _next;
    private long _awaySince;

    private bool IsPaused => _awaySince != 0 && time.GetElapsedTime(_awaySince) < _pause;

    /// <summary>Reads the record.</summary>
    /// <param name="take">Takes it in, before anything can be written over it.</param>
    /// <returns>Whether it was read; false when the store is away.</returns>
    public async Task<bool> ReadAsync(Action<DeploymentRecord> take)
    {
        if (IsPaused)
        {
            return false;
        }

        var read = _reading is { IsCompleted: false } running ? running : _reading = ReadNowAsync(take);
        await ((Task)read).WaitAsync(_patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var isRead = read.IsCompletedSuccessfully && await read;
        _awaySince = isRead ? 0 : time.GetTimestamp();
        return isRead;
    }

    /// <summary>Writes the record, with everything that was changed before the call.</summary>
    /// <param name="record">Makes the record when the write begins.</param>
    /// <returns>What became of it, after half a second at most.</returns>
    public async Task<StoreOutcome> WriteAsync(Func<DeploymentRecord> record)
    {
        if (IsPaused)
        {
            return StoreOutcome.Away;
        }

        var write = _running is { IsCompleted: false } running ? _next ??= AfterAsync(running, record) : Begin(record);
        try
        {
            var outcome = await write.WaitAsync(_patience, time);
            _awaySince = outcome == StoreOutcome.Away ? time.GetTimestamp() : 0;
            return outcome;
        }
        catch (TimeoutException)
        {
            _awaySince = time.GetTimestamp();
            return StoreOutcome.Away;
        }
    }

    private async Task<bool> ReadNowAsync(Action<DeploymentRecord> take)
    {
        // A state of its own, since a write may be under way.
        var state = new GrainState<DeploymentRecord>() { State = new DeploymentRecord() };
        try
        {
            await storage.ReadStateAsync(Name, grainId, state);
        }
#pragma warning disable CA1031 // Whatever the store throws, sessions must start without it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogAway(grainId, exception.GetType().Name);
            return false;
        }

        take(state.State ?? new DeploymentRecord());
        _state.ETag = state.ETag;
        _state.RecordExists = state.RecordExists;
        return true;
    }

    private Task<StoreOutcome> Begin(Func<DeploymentRecord> record) => _running = WriteNowAsync(record);

    private async Task<StoreOutcome> AfterAsync(Task running, Func<DeploymentRecord> record)
    {
        await running;
        _next = null;
        return await Begin(record);
    }

    private async Task<StoreOutcome> WriteNowAsync(Func<DeploymentRecord> record)
    {
        _state.State = record();
        try
        {
            await storage.WriteStateAsync(Name, grainId, _state);
            return StoreOutcome.Written;
        }
        catch (InconsistentStateException)
        {
            return StoreOutcome.Conflict;
        }
#pragma warning disable CA1031 // Whatever the store throws, sessions must start without it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogAway(grainId, exception.GetType().Name);
            return StoreOutcome.Away;
        }
    }

    [LoggerMessage(
        EventId = 1301,
        Level = LogLevel.Warning,
        Message = "The places of {Deployment} cannot be stored now ({Failure}); they are kept in memory alone")]
    private partial void LogAway(GrainId deployment, string failure);
}
