using Realtime.Grains.Interfaces.Policies;
using Realtime.Grains.Policies.Counting;
using Realtime.Storage.Model;

namespace Realtime.Grains.Tests.Policies;

public sealed class SpendMeterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly BudgetTerm[] Daily = [new("main", 1, "1d")];

    [Fact]
    public void Booking_that_comes_twice_counts_once()
    {
        var meter = new SpendMeter();
        meter.Merge([], "key:k", Daily, Noon);
        meter.Add(Booking("a", 0.6m), "key:k", Daily).ShouldBeTrue();
        meter.Add(Booking("a", 0.6m), "key:k", Daily).ShouldBeFalse();
        meter.Exhausted(Daily, ["voice"], Noon).ShouldBeNull();
        meter.Add(Booking("b", 0.4m), "key:k", Daily);
        meter.Exhausted(Daily, ["voice"], Noon)!.Value.Spend.ShouldBe(1);
    }

    [Fact]
    public void Budget_begins_anew_at_midnight_and_what_was_used_before_does_not_count()
    {
        var meter = new SpendMeter();
        meter.Merge([], "key:k", Daily, Noon);
        meter.Add(Booking("a", 5), "key:k", Daily);
        meter.Exhausted(Daily, ["voice"], Noon.AddHours(11.9)).ShouldNotBeNull();
        meter.ResetOf(Daily[0]).ShouldBe(Noon.AddHours(12));
        meter.Exhausted(Daily, ["voice"], Noon.AddHours(12)).ShouldBeNull();
        meter.Add(Booking("late", 5), "key:k", Daily);
        meter.Exhausted(Daily, ["voice"], Noon.AddHours(12)).ShouldBeNull();
    }

    [Fact]
    public void Database_that_is_behind_takes_nothing_back_and_a_reset_by_an_administrator_does()
    {
        var meter = new SpendMeter();
        meter.Merge([Row(0.2m)], "key:k", Daily, Noon);
        meter.Add(Booking("a", 0.5m), "key:k", Daily);
        meter.Merge([Row(0.3m)], "key:k", Daily, Noon);
        meter.Spend["main"].ShouldBe(0.7m);
        meter.Merge([Row(0.9m)], "key:k", Daily, Noon);
        meter.Spend["main"].ShouldBe(0.9m);
        meter.Merge([Row(0)], "key:k", Daily, Noon);
        meter.Spend["main"].ShouldBe(0);
    }

    [Fact]
    public void Budget_of_a_model_counts_that_model_alone()
    {
        BudgetTerm[] terms = [new("model:voice", 1, "1d", "voice")];
        var meter = new SpendMeter();
        meter.Merge([], "key:k", terms, Noon);
        meter.Add(Booking("a", 2) with { Models = ["other"] }, "key:k", terms);
        meter.Exhausted(terms, ["voice"], Noon).ShouldBeNull();
        meter.Add(Booking("b", 2), "key:k", terms);
        meter.Exhausted(terms, ["voice"], Noon).ShouldNotBeNull();
        meter.Exhausted(terms, ["other"], Noon).ShouldBeNull();
    }

    private static UsageBooking Booking(string id, decimal cost) => new() { Id = id, Models = ["voice"], Cost = cost, At = Noon };

    private static SpendRow Row(decimal spend)
    {
        var row = new SpendRow { Scope = "key:k", Window = "main" };
        row.SetDuration("1d", Noon);
        row.Spend = spend;
        return row;
    }
}
