using Microsoft.Extensions.Time.Testing;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions;

namespace Realtime.Grains.Tests.Sessions;

public sealed class SessionClockTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<SessionEndCause> _ends = [];

    [Fact]
    public void Idle_session_ends_after_its_idle_timeout_and_a_touch_puts_it_off()
    {
        var clock = Start(idle: TimeSpan.FromSeconds(10), max: null);
        _time.Advance(TimeSpan.FromSeconds(9));
        clock.Touch();
        _time.Advance(TimeSpan.FromSeconds(9));
        _ends.ShouldBeEmpty();

        _time.Advance(TimeSpan.FromSeconds(1));

        _ends.ShouldBe([SessionEndCause.IdleTimeout]);
    }

    [Fact]
    public void Busy_session_ends_at_its_maximum_duration()
    {
        var clock = Start(idle: TimeSpan.FromSeconds(10), max: TimeSpan.FromSeconds(60));
        for (var second = 0; second < 59; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            clock.Touch();
        }

        _ends.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));

        _ends.ShouldBe([SessionEndCause.MaximumDuration]);
    }

    [Fact]
    public void Maximum_beyond_what_a_timer_takes_still_ends_the_session()
    {
        Start(idle: null, max: TimeSpan.FromDays(65));
        _time.Advance(TimeSpan.FromDays(31));
        _time.Advance(TimeSpan.FromDays(31));
        _ends.ShouldBeEmpty();

        _time.Advance(TimeSpan.FromDays(4));

        _ends.ShouldBe([SessionEndCause.MaximumDuration]);
    }

    [Fact]
    public void Session_without_a_limit_may_be_given_one_and_lose_it_again()
    {
        var clock = Start(idle: null, max: null);
        _time.Advance(TimeSpan.FromSeconds(60));
        clock.EndAfter(TimeSpan.FromSeconds(10));
        clock.Max.ShouldBe(TimeSpan.FromSeconds(70));
        _time.Advance(TimeSpan.FromSeconds(9));
        clock.EndAfter(null);
        _time.Advance(TimeSpan.FromSeconds(9));
        _ends.ShouldBeEmpty();

        clock.EndAfter(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));

        _ends.ShouldBe([SessionEndCause.MaximumDuration]);
    }

    [Fact]
    public async Task Limit_that_comes_after_the_end_sets_nothing_going()
    {
        var clock = Start(idle: null, max: null);
        await clock.DisposeAsync();

        clock.EndAfter(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(5));

        _ends.ShouldBeEmpty();
    }

    [Fact]
    public async Task Clock_that_was_disposed_ends_nothing()
    {
        var clock = Start(idle: TimeSpan.FromSeconds(10), max: null);
        await clock.DisposeAsync();

        _time.Advance(TimeSpan.FromSeconds(20));

        _ends.ShouldBeEmpty();
    }

    private SessionClock Start(TimeSpan? idle, TimeSpan? max)
    {
        var clock = new SessionClock(idle, max, _time, _ends.Add);
        clock.Start();
        return clock;
    }
}
