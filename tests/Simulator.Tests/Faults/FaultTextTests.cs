using Realtime.Simulator.Faults;

namespace Realtime.Simulator.Tests.Faults;

public sealed class FaultTextTests
{
    [Fact]
    public void TryParse_reads_several_faults()
    {
        FaultPlan.TryParse("slow=20, close-after=4:4002:a:b ,oversized=100,stall-after=9", out var plan).ShouldBeTrue();

        plan.ShouldBe(new FaultPlan { SlowMs = 20, CloseAfter = 4, CloseCode = 4002, CloseReason = "a:b", OversizedBytes = 100, StallAfter = 9 });
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("unknown")]
    [InlineData("refuse=200")]
    [InlineData("refuse")]
    [InlineData("refuse=429:soon")]
    [InlineData("slow=-1")]
    [InlineData("slow=1.5")]
    [InlineData("close-after=1")]
    [InlineData("close-after=1:99")]
    [InlineData("error-then-close=5000")]
    [InlineData("slow=5,unknown")]
    public void TryParse_refuses_what_it_cannot_read_as_a_whole(string? text)
    {
        FaultPlan.TryParse(text, out var plan).ShouldBeFalse();
        plan.ShouldBe(FaultPlan.None);
    }
}
