using Realtime.EndToEnd.Tests.Chaos;

namespace Realtime.EndToEnd.Tests.Soak;

/// <summary>Lets one provider after another fail in every way that the simulator knows.</summary>
internal static class ProviderFaults
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    // How many of the next connections meet it; null for those that are open.
    private static readonly (string Fault, int? Next)[] Faults =
    [
        ("reset-after=2", null), ("refuse=503", 5), ("reset-after=20", 10), ("close-after=15:1011", 10), ("refuse=429:1", 3),
        ("drop-without-close=12", 10), ("error-then-close", 3), ("stall-after=9", 2), ("connect-delay=800", 5), ("reset-after=1", null),
    ];

    /// <summary>Goes on until it is told to stop.</summary>
    /// <returns>How many faults were set.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<int> simulators, CancellationToken stop)
    {
        for (var number = 0; ; number++)
        {
            try
            {
                await Task.Delay(Pause, TimeProvider.System, stop);
            }
            catch (OperationCanceledException)
            {
                foreach (var simulator in simulators)
                {
                    await ChaosCluster.MendAsync(simulator);
                }

                return number;
            }

            var (fault, next) = Faults[number % Faults.Length];
            await ChaosCluster.FaultAsync(simulators[number / Faults.Length % simulators.Count], fault, next);
        }
    }
}
