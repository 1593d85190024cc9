using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Policies.Counting;
using Realtime.Grains.Policies.Keeping;

namespace Realtime.Grains.Tests.Policies;

public sealed class RateMeterTests
{
    private const long Now = 1_800_000_000;

    [Fact]
    public void What_was_counted_goes_on_to_count_where_the_policy_comes_up_again()
    {
        var meter = new RateMeter();
        meter.AddRequest(["voice"], Now);
        meter.AddTokens(["voice"], Now, 100);
        meter.AddRequest(["other"], Now - 10);
        var memory = new PolicyMemory();
        meter.Save(memory, Now + 1);

        var next = new RateMeter();
        next.Load(memory);

        next.Requests(Now + 1).ShouldBe(2);
        next.Tokens(Now + 1).ShouldBe(100);
        var reached = new Limit(next, Now + 1);
        reached.Of(new RateLimits { Requests = 2 }, "voice").ShouldBe("requests");
        reached.Of(new RateLimits { ModelRequests = new Dictionary<string, long> { ["voice"] = 1 } }, "voice").ShouldBe("requests");
        reached.Of(new RateLimits { ModelRequests = new Dictionary<string, long> { ["voice"] = 1 } }, "third").ShouldBeNull();
        reached.Of(new RateLimits { ModelTokens = new Dictionary<string, long> { ["voice"] = 100 } }, "voice").ShouldBe("tokens");
        reached.Of(new RateLimits { ModelTokens = new Dictionary<string, long> { ["voice"] = 101 } }, "voice").ShouldBeNull();
        new Limit(next, Now + 61).Of(new RateLimits { Requests = 1 }, "voice").ShouldBeNull();
    }

    private sealed record Limit(RateMeter Meter, long Second)
    {
        public string? Of(RateLimits limits, string model) => Meter.Check(limits, [model], Second)?.Kind;
    }
}
