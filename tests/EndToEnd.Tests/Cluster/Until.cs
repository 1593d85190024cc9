using System.Diagnostics;

namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>Awaits conditions with a deadline.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Task TrueAsync(string what, TimeSpan deadline, Func<bool> condition) =>
        TrueAsync(what, deadline, () => Task.FromResult(condition()));

    public static Task TrueAsync(string what, TimeSpan deadline, Func<Task<bool>> condition) => TrueAsync(() => what, deadline, condition);

    public static async Task TrueAsync(Func<string> what, TimeSpan deadline, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            (watch.Elapsed < deadline).ShouldBeTrue($"not within {deadline}: {(watch.Elapsed < deadline ? "" : what())}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
