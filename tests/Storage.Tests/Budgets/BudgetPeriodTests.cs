using System.Globalization;
using Realtime.Storage.Budgets;
using Realtime.Storage.Model;

namespace Realtime.Storage.Tests.Budgets;

public sealed class BudgetPeriodTests
{
    // A Wednesday.
    private static readonly DateTimeOffset Now = new(2026, 8, 12, 15, 31, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("30s", "2026-08-12T15:31:30Z")]
    [InlineData("10m", "2026-08-12T15:40:00Z")]
    [InlineData("1h", "2026-08-12T16:00:00Z")]
    [InlineData("4h", "2026-08-12T16:00:00Z")]
    [InlineData("24h", "2026-08-13T00:00:00Z")]
    [InlineData("1d", "2026-08-13T00:00:00Z")]
    [InlineData("3d", "2026-08-15T00:00:00Z")]
    [InlineData("7d", "2026-08-17T00:00:00Z")]
    [InlineData("1w", "2026-08-17T00:00:00Z")]
    [InlineData("30d", "2026-09-01T00:00:00Z")]
    [InlineData("1mo", "2026-09-01T00:00:00Z")]
    [InlineData("2mo", "2026-10-01T00:00:00Z")]
    public void Period_begins_anew_at_the_calendars_time(string text, string next)
    {
        BudgetPeriod.TryParse(text, out var period).ShouldBeTrue();
        period.Next(Now).ShouldBe(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture));
        (period.Start(Now) ?? Now).ShouldBeLessThanOrEqualTo(Now);
        period.Next(period.Next(Now)).ShouldBeGreaterThan(period.Next(Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("1.5d")]
    [InlineData("1y")]
    [InlineData("99999999d")]
    public void What_is_no_period_is_refused(string? text) => BudgetPeriod.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Spend_after_the_periods_end_begins_the_next_one_and_late_spend_of_the_last_one_is_left_out()
    {
        var row = new SpendRow { Scope = "key:x", Window = SpendWindow.Main };
        row.SetDuration("1d", Now);
        row.Add(1.5m, Now);
        row.Spend.ShouldBe(1.5m);

        row.Add(0.25m, Now.AddDays(1));
        row.Spend.ShouldBe(0.25m);
        row.ResetAt.ShouldBe(new DateTimeOffset(2026, 8, 14, 0, 0, 0, TimeSpan.Zero));

        row.Add(7m, Now.AddHours(1));
        row.Spend.ShouldBe(0.25m);
    }

    [Fact]
    public void Another_period_keeps_what_was_spent()
    {
        var row = new SpendRow { Scope = "key:x", Window = SpendWindow.Main };
        row.Add(3m, Now);
        row.SetDuration("30d", Now);
        row.Spend.ShouldBe(3m);
        row.ResetAt.ShouldBe(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero));
        row.SetDuration(null, Now);
        row.ResetAt.ShouldBeNull();
    }
}
