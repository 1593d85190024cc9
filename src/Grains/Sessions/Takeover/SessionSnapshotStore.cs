using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Storage;

namespace Realtime.Grains.Sessions.Takeover;

/// <summary>
/// Keeps sessions' snapshots where another silo finds them. No call throws or takes longer than <see cref="CallTimeout"/>: a storage that is
/// away costs a session nothing but its snapshots. A session that starts reads nothing.
/// </summary>
internal sealed partial class SessionSnapshotStore(
    IServiceProvider services, Serializer serializer, TimeProvider time, ILogger<SessionSnapshotStore> logger)
{
    /// <summary>The name of the grain storage.</summary>
    public const string Storage = "sessions";

    /// <summary>For how long a snapshot is kept that nobody deletes, since its session was lost with everything else.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private const string StateName = "session";
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    private readonly IGrainStorage? _storage = services.GetKeyedService<IGrainStorage>(Storage);

    /// <summary>Gets a value indicating whether there is anywhere to keep them.</summary>
    public bool IsAvailable => _storage is not null;

    /// <summary>Reads a session's snapshot.</summary>
    /// <param name="session">The session's grain.</param>
    /// <returns>It; a snapshot of null when there is none or the storage does not answer. The state is to be given to <see cref="WriteAsync"/>.</returns>
    public async Task<(SessionSnapshot? Snapshot, GrainState<SessionSnapshotState> State)> ReadAsync(GrainId session)
    {
        var state = new GrainState<SessionSnapshotState>(new SessionSnapshotState());
        return await TryAsync(session, "read", storage => storage.ReadStateAsync(StateName, session, state)).ConfigureAwait(false)
            && state.State is { Data.Length: > 0 } found
            ? (Read(found.Data), state)
            : (null, state);
    }

    /// <summary>Reads a snapshot that a gateway kept.</summary>
    /// <param name="data">What <see cref="Serialize"/> wrote; null for none.</param>
    /// <returns>The snapshot; null for none, and for the form of another build.</returns>
    public SessionSnapshot? Read(byte[]? data)
    {
        try
        {
            return data is null ? null : serializer.Deserialize<SessionSnapshot>(data);
        }
#pragma warning disable CA1031 // What cannot be read is as good as none, whatever the serializer thinks of it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>Writes a snapshot down.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <returns>It in Orleans' serialization.</returns>
    public byte[] Serialize(SessionSnapshot snapshot) => serializer.SerializeToArray(snapshot);

    /// <summary>Writes a session's snapshot.</summary>
    /// <param name="session">The session's grain.</param>
    /// <param name="state">The state that was read or written last; a new one for a new session.</param>
    /// <param name="snapshot">The snapshot, by <see cref="Serialize"/>.</param>
    /// <returns>Whether it was written.</returns>
    public Task<bool> WriteAsync(GrainId session, GrainState<SessionSnapshotState> state, byte[] snapshot)
    {
        state.State = new SessionSnapshotState { Data = snapshot };
        return TryAsync(session, "written", async storage =>
        {
            try
            {
                await storage.WriteStateAsync(StateName, session, state).ConfigureAwait(false);
            }
            catch (InconsistentStateException)
            {
                // A write went through whose answer was lost, a silo that is gone was still writing, or the storage has come back empty. The session
                // runs here: what is said here counts.
                await storage.ReadStateAsync(StateName, session, state).ConfigureAwait(false);
                state.State = new SessionSnapshotState { Data = snapshot };
                await storage.WriteStateAsync(StateName, session, state).ConfigureAwait(false);
            }
        });
    }

    /// <summary>Deletes a session's snapshot.</summary>
    /// <param name="session">The session's grain.</param>
    /// <param name="state">The state that was written last.</param>
    /// <returns>A task that ends when it is deleted, or cannot be.</returns>
    public Task DeleteAsync(GrainId session, GrainState<SessionSnapshotState> state) =>
        state.RecordExists
            ? TryAsync(session, "deleted", storage => storage.ClearStateAsync(StateName, session, state))
            : Task.CompletedTask;

    private async Task<bool> TryAsync(GrainId session, string what, Func<IGrainStorage, Task> call)
    {
        if (_storage is null)
        {
            return false;
        }

        try
        {
            await Task.Run(() => call(_storage)).WaitAsync(CallTimeout, time).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // Whatever the storage throws, it is the storage's trouble and not the session's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(session.Key.ToString()!, what, exception.GetType().Name, exception.Message);
            return false;
        }
    }

    [LoggerMessage(
        EventId = 1151, Level = LogLevel.Warning, Message = "The snapshot of session {SessionId} could not be {What}: {Failure}: {Message}")]
    private partial void LogFailed(string sessionId, string what, string failure, string message);
}
