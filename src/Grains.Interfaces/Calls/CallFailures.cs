namespace Realtime.Grains.Interfaces.Calls;

/// <summary>
/// Says by what a call of another process fails when the fault is neither the caller's nor that of what was called: another attempt, or 503,
/// is the answer.
/// </summary>
public static class CallFailures
{
    /// <summary>Asks whether a failure is of this kind.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="caller">The caller's own end, which is no such failure.</param>
    /// <returns>Whether.</returns>
    public static bool IsAway(Exception exception, CancellationToken caller = default) =>
        exception is OrleansException or TimeoutException

        // Until a silo has told it which grains there are, and after the last one is gone, a client knows of none (ArgumentException). A silo
        // that is asked for a client that it has dropped looks for a grain of that name (InvalidOperationException), and one that is being
        // stopped has no services any more (ObjectDisposedException).
        or ArgumentException or InvalidOperationException

        // A silo that is being stopped cancels the calls that it has made and not had answered.
        || (exception is OperationCanceledException && !caller.IsCancellationRequested);
}
