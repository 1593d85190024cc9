namespace Realtime.Gateway.Admission;

/// <summary>Says by what a call of a grain fails when the fault is neither the caller's nor the grain's: another attempt, or 503, is the answer.</summary>
internal static class Away
{
    /// <summary>Asks whether a failure is of this kind.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="caller">The caller's own end, which is no such failure.</param>
    /// <returns>Whether.</returns>
    public static bool Is(Exception exception, CancellationToken caller) =>
        exception is OrleansException or TimeoutException

        // Until a silo has told it which grains there are, and after the last one is gone, the client knows of none.
        || exception is ArgumentException or InvalidOperationException or ObjectDisposedException
        || (exception is OperationCanceledException && !caller.IsCancellationRequested);
}
