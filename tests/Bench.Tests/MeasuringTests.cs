using Realtime.Bench.LoadGenerator.Measuring;

namespace Realtime.Bench.Tests;

public sealed class MeasuringTests
{
    [Fact]
    public void Histogram_tells_shares_within_one_percent()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 100_000; i++)
        {
            histogram.Record(i * 1000L);
        }

        histogram.Count.ShouldBe(100_000);
        histogram.Microseconds(0.5).ShouldBe(50_000, 500);
        histogram.Microseconds(0.99).ShouldBe(99_000, 990);
        histogram.Microseconds(1).ShouldBe(100_000, 1_000);
        histogram.Max.ShouldBe(100_000_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1_000_003)]
    [InlineData(long.MaxValue / 2)]
    public void Histogram_gives_a_single_value_back(long nanoseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(nanoseconds);
        histogram.Microseconds(0.5).ShouldBe(nanoseconds / 1000.0, nanoseconds / 1000.0 * 0.01);
    }

    [Fact]
    public void Histogram_without_values_tells_zero() => new LatencyHistogram().Microseconds(0.99).ShouldBe(0);

    [Fact]
    public void Checker_finds_nothing_wrong_with_a_straight_stream()
    {
        var checker = Accept(Enumerable.Range(0, 20_000));
        (checker.Received, checker.Duplicates, checker.OutOfOrder).ShouldBe((20_000, 0, 0));
    }

    [Fact]
    public void Checker_counts_a_gap_as_not_received()
    {
        var checker = Accept([0, 1, 3, 4]);
        (checker.Received, checker.Duplicates, checker.OutOfOrder).ShouldBe((4, 0, 0));
    }

    [Fact]
    public void Checker_counts_a_late_number_as_out_of_order()
    {
        var checker = Accept([0, 2, 1, 3]);
        (checker.Received, checker.Duplicates, checker.OutOfOrder).ShouldBe((4, 0, 1));
    }

    [Fact]
    public void Checker_counts_repeated_numbers_as_duplicates()
    {
        var checker = Accept([0, 1, 1, 2, 0, 3]);
        (checker.Received, checker.Duplicates, checker.OutOfOrder).ShouldBe((4, 2, 0));
    }

    [Fact]
    public void ProcessUsage_sees_this_process_work()
    {
        int[] me = [Environment.ProcessId];
        ProcessUsage.ResidentKib(me).ShouldBeGreaterThan(10_000);
        var before = ProcessUsage.CpuSeconds(me);
        var work = 0.0;
        for (var i = 0; ProcessUsage.CpuSeconds(me) < before + 0.02 && i < 10_000_000; i++)
        {
            work += Math.Sqrt(i);
        }

        ProcessUsage.CpuSeconds(me).ShouldBeGreaterThan(before, $"after work of {work}");
        ProcessUsage.MachineBusySeconds().ShouldBeGreaterThan(0);
    }

    private static SequenceChecker Accept(IEnumerable<int> numbers)
    {
        var checker = new SequenceChecker();
        foreach (var number in numbers)
        {
            checker.Accept(number);
        }

        return checker;
    }
}
