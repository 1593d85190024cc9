using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration.Loading;
using Realtime.Configuration.Reload;
using Realtime.Gateway.Tests.Running;
using Realtime.Hosting.Load;

namespace Realtime.Gateway.Tests.Load;

public sealed class LoadWatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    private readonly LagMeter _meter = new();

    [Fact]
    public void One_late_timer_is_no_overload_and_many_are()
    {
        _meter.Add(TimeSpan.FromSeconds(2), Limit).ShouldBeFalse();
        _meter.Add(TimeSpan.Zero, Limit).ShouldBeFalse();
        var tooLate = false;
        for (var i = 0; i < 6; i++)
        {
            tooLate = _meter.Add(TimeSpan.FromSeconds(0.8), Limit);
        }

        tooLate.ShouldBeTrue();
    }

    [Fact]
    public void It_ends_only_well_below_the_limit()
    {
        while (!_meter.Add(TimeSpan.FromSeconds(1), Limit))
        {
            _meter.Average.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        }

        _meter.Add(TimeSpan.FromMilliseconds(400), Limit).ShouldBeTrue();
        while (_meter.Add(TimeSpan.Zero, Limit))
        {
            _meter.Average.ShouldBeGreaterThan(Limit * 0.4);
        }

        _meter.Average.ShouldBeLessThanOrEqualTo(Limit * 0.4);
    }

    [Fact]
    public void Without_a_limit_nothing_is_too_late() => _meter.Add(TimeSpan.FromMinutes(1), TimeSpan.Zero).ShouldBeFalse();

    [Fact]
    public async Task A_process_whose_timers_do_not_come_is_overloaded_until_they_come_in_time_again()
    {
        var time = new FakeTimeProvider();
        var config = new ConfigStore(null, ConfigLoader.Load(null, new Dictionary<string, string>()), NullLogger<ConfigStore>.Instance);
        using var watch = new LoadWatch(config, time, NullLogger<LoadWatch>.Instance);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        watch.IsOverloaded.ShouldBeFalse();

        // One step, so that the timer comes when it should have come long ago.
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(3));
                return Task.FromResult(watch.IsOverloaded);
            },
            TimeSpan.FromSeconds(20));
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return Task.FromResult(!watch.IsOverloaded);
            },
            TimeSpan.FromSeconds(20));

        await watch.StopAsync(CancellationToken.None);
    }
}
