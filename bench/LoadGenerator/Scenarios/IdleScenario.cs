using Realtime.Bench.LoadGenerator.Connections;
using Realtime.Bench.LoadGenerator.Measuring;

namespace Realtime.Bench.LoadGenerator.Scenarios;

/// <summary>
/// Many sessions that are open and silent: what each keeps resident in the target. The floor is read after some sessions have
/// come and gone, so that code loaded once is not charged to the sessions.
/// </summary>
internal sealed class IdleScenario : IScenario
{
    private const int BufferSize = 2048;
    private const int WarmUpSessions = 50;

    public async Task RunAsync(
        LoadOptions options,
        Dictionary<string, double> metrics,
        List<string> problems,
        CancellationToken cancellation)
    {
        var first = await SessionOpener.OpenAsync(options, WarmUpSessions, BufferSize, problems, cancellation);
        first.ForEach(c => c.Start(QuietSession.Instance));
        await SessionOpener.CloseAsync(first, problems);
        await Task.Delay(options.WarmUp, TimeProvider.System, cancellation);
        var floor = ProcessUsage.ResidentKib(options.Pids);

        var opened = await SessionOpener.OpenAsync(options, options.Sessions, BufferSize, problems, cancellation);
        opened.ForEach(c => c.Start(QuietSession.Instance));
        await Task.Delay(options.Duration, TimeProvider.System, cancellation);
        metrics["sessions"] = opened.Count(c => c.Ended is null);
        if (options.Pids.Count > 0 && opened.Count > 0)
        {
            var resident = ProcessUsage.ResidentKib(options.Pids);
            metrics["floor_kib"] = floor;
            metrics["resident_kib"] = resident;
            metrics["kib_per_session"] = (double)(resident - floor) / opened.Count;
        }

        await SessionOpener.CloseAsync(opened, problems);
    }
}
