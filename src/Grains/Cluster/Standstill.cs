namespace Realtime.Grains.Cluster;

/// <summary>
/// Knows whether this process may have stood still, stopped or starved, for so long that the cluster has gone on without it. Until that is
/// clear, what still waits in its sockets must not go on to providers.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Standstill(TimeProvider time)
{
    /// <summary>A standstill that raises the question; shorter than any that gets a silo evicted.</summary>
    public static readonly TimeSpan Suspicious = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _cleared;
    private long _beat;
    private bool _isChecked;

    /// <summary>Gets a value indicating whether the process stood still and nobody has looked yet what that means.</summary>
    public bool IsSuspected => Volatile.Read(ref _beat) is var beat and not 0 && time.GetElapsedTime(beat) > Suspicious;

    /// <summary>Notes that the process runs.</summary>
    /// <returns>How long it stood still, where that is to be looked into now; null otherwise.</returns>
    public TimeSpan? Beat()
    {
        lock (_gate)
        {
            if (_isChecked)
            {
                return null;
            }

            if (IsSuspected)
            {
                _isChecked = true;
                return time.GetElapsedTime(_beat);
            }

            Go();
            return null;
        }
    }

    /// <summary>Lets everything go on: the silo is still a member.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _isChecked = false;
            Go();
        }
    }

    /// <summary>Waits until nothing is suspected any more.</summary>
    /// <returns>A task that ends then.</returns>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            if (!IsSuspected)
            {
                return Task.CompletedTask;
            }

            _cleared ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _cleared.Task;
        }
    }

    private void Go()
    {
        Volatile.Write(ref _beat, time.GetTimestamp());
        _cleared?.TrySetResult();
        _cleared = null;
    }
}
