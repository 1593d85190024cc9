using Realtime.Grains.Interfaces.Calls;

namespace Realtime.Grains.Policies.Sessions;

/// <summary>Calls of grains that can be made again: a silo that has just died answers nothing, and its grains live elsewhere a moment later.</summary>
internal static class GrainCalls
{
    private const int Attempts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Calls, and calls again after a failure.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="call">The call; it may be made twice.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="TimeoutException">Nobody answered.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (attempt < Attempts && CallFailures.IsAway(exception, cancellationToken))
            {
                // Asked again.
            }
            catch (Exception exception) when (exception is not TimeoutException && CallFailures.IsAway(exception, cancellationToken))
            {
                throw new TimeoutException("A policy could not be reached.", exception);
            }
        }
    }
}
