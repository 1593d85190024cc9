namespace Realtime.Gateway.Tests.Running;

/// <summary>Waits for conditions, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> condition, TimeSpan? deadline = null) =>
        TrueAsync(() => Task.FromResult(condition()), deadline);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? deadline = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(deadline ?? DefaultDeadline, "the condition did not come true");
            await Task.Delay(Poll, TimeProvider.System);
        }
    }
}
