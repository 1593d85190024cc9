using Realtime.Grains.Policies.Counting;

namespace Realtime.Grains.Tests.Policies;

public sealed class SlidingWindowTests
{
    [Fact]
    public void Counts_what_falls_into_any_sixty_seconds_and_no_less()
    {
        var random = new Random(7);
        var window = new SlidingWindow();
        var events = new List<long>();
        var now = 1_000_000L;
        for (var step = 0; step < 2000; step++)
        {
            now += random.Next(0, 5);
            window.Add(now, 1);
            events.Add(now);
            window.Count(now).ShouldBe(events.Count(at => at > now - 61));
        }
    }

    [Fact]
    public void Tells_when_there_is_room_again()
    {
        var window = new SlidingWindow();
        window.Add(100, 2);
        window.Add(130, 1);
        window.SecondsUntil(140, 3, 1).ShouldBe(21);
        window.SecondsUntil(160, 3, 1).ShouldBe(1);
        window.SecondsUntil(161, 3, 1).ShouldBe(0);
        window.SecondsUntil(140, 1, 1).ShouldBe(51);
        window.SecondsUntil(140, 0, 1).ShouldBe(60);
    }

    [Fact]
    public void Takes_back_what_was_counted_and_keeps_what_was_saved()
    {
        var window = new SlidingWindow();
        window.Add(100, 3);
        window.Remove(100, 1);
        window.Count(101).ShouldBe(2);
        var other = new SlidingWindow();
        other.Load(window.Save(101));
        other.Count(120).ShouldBe(2);
        other.Count(161).ShouldBe(0);
    }
}
