using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;

namespace Realtime.Grains.Sessions;

/// <summary>Calls a gateway in its session's grain's name, wherever the caller runs.</summary>
/// <remarks>
/// A gateway sends its answer by the way of its caller's id. To a grain that is the way of its own calls to the session, which enter the cluster at
/// the silo that holds it. To anything else of a silo it is some other silo's, for all its sessions the same one: one hop more, and no answer at
/// all when that silo is dead or cut off.
/// </remarks>
/// <param name="client">The gateway's end.</param>
/// <param name="grain">The scheduler of the grain's turns.</param>
internal sealed class GrainBoundClient(ISessionClient client, TaskScheduler grain) : ISessionClient
{
    /// <inheritdoc/>
    public Task<BatchReceipt> Deliver(FrameBatch batch) => Call(() => client.Deliver(batch));

    /// <inheritdoc/>
    public Task End(SessionEnd end) =>
        Task.Factory.StartNew(() => client.End(end), CancellationToken.None, TaskCreationOptions.DenyChildAttach, grain).Unwrap();

    /// <inheritdoc/>
    public Task<bool> Saved(long clientFrames, long serverFrames, byte[]? snapshot) => Call(() => client.Saved(clientFrames, serverFrames, snapshot));

    private Task<T> Call<T>(Func<Task<T>> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.DenyChildAttach, grain).Unwrap();
}
