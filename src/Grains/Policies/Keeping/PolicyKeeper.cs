using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Realtime.Grains.Policies.Keeping;

/// <summary>
/// Keeps a policy's memory in the cluster's store. Unlike a grain's own state it is not read before the grain answers, so that keys
/// without a limit on sessions work while the store is away. Several changes at once are written together.
/// </summary>
/// <remarks>Used on its grain's scheduler alone.</remarks>
internal sealed partial class PolicyKeeper(IServiceProvider services, GrainId grain, Func<PolicyMemory> take, string kind, ILogger logger)
{
    /// <summary>The name of the grain storage.</summary>
    public const string Storage = "policies";

    /// <summary>How long the memory of a policy is kept that nobody uses: as long as a key is known while the database is away.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private const string StateName = "policy";

    private readonly IGrainStorage _storage = services.GetRequiredKeyedService<IGrainStorage>(Storage);
    private readonly GrainState<PolicyMemory> _state = new(new PolicyMemory());
    private Task _writing = Task.CompletedTask;
    private long _changes;
    private long _written;

    /// <summary>Gets a value indicating whether the store was read, without which nothing may be written.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Gets a value indicating whether there is something that was noted and not written.</summary>
    public bool IsBehind => _written < _changes;

    /// <summary>Reads what is kept.</summary>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <returns>What is kept; null when the store is away.</returns>
    public async Task<PolicyMemory?> ReadAsync(TimeSpan timeout, TimeProvider time)
    {
        try
        {
            await _storage.ReadStateAsync(StateName, grain, _state).WaitAsync(timeout, time);
            IsRead = true;
            return _state.State ?? new PolicyMemory();
        }
#pragma warning disable CA1031 // Every store has failures of its own; all of them mean the same here.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>Notes that the memory has changed, to be written some time.</summary>
    public void Note() => _changes++;

    /// <summary>Writes the memory as it is now, together with whoever else wants to.</summary>
    /// <returns>What became of it.</returns>
    public async Task<KeepOutcome> TryWriteAsync()
    {
        try
        {
            await WriteAsync();
            return KeepOutcome.Kept;
        }
        catch (InconsistentStateException)
        {
            LogSuperseded(kind);
            return KeepOutcome.Superseded;
        }
#pragma warning disable CA1031 // Every store has failures of its own; all of them mean the same here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotKept(exception, kind);
            return KeepOutcome.NotKept;
        }
    }

    private async Task WriteAsync()
    {
        var mine = _changes;
        while (_written < mine)
        {
            if (_writing.IsCompleted)
            {
                _writing = WriteNowAsync();
            }

            await _writing;
        }
    }

    private async Task WriteNowAsync()
    {
        // Not at once: whoever asks in the same moment comes along.
        await Task.Yield();
        var upTo = _changes;
        _state.State = take();
        await _storage.WriteStateAsync(StateName, grain, _state);
        _written = Math.Max(_written, upTo);
    }

    [LoggerMessage(EventId = 1402, Level = LogLevel.Warning, Message = "The limits of a {Kind} are kept by another silo now")]
    private partial void LogSuperseded(string kind);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Warning, Message = "The leases of a {Kind} could not be kept")]
    private partial void LogNotKept(Exception exception, string kind);
}
