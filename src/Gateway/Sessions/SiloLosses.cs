namespace Realtime.Gateway.Sessions;

/// <summary>
/// Tells calls that are under way that a silo was lost: Orleans lets a call through a dead silo hang for its whole time-out, and nobody
/// knows which calls went through it.
/// </summary>
internal sealed class SiloLosses
{
    private TaskCompletionSource _next = Create();

    /// <summary>Gets a task that ends at the next loss.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Tells a loss.</summary>
    public void Report() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
