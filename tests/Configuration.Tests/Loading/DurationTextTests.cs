using Realtime.Configuration.Loading;

namespace Realtime.Configuration.Tests.Loading;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("15", 15)]
    [InlineData("0.5", 0.5)]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData(" 10 m ", 600)]
    [InlineData("1h", 3600)]
    [InlineData("7d", 604800)]
    [InlineData("2w", 1209600)]
    [InlineData("1mo", 2592000)]
    [InlineData("1e3", 1000)]
    public void TryParse_reads_seconds_and_units(string text, double seconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-5")]
    [InlineData("5 minutes")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("1,5")]
    public void TryParse_refuses_everything_else(string text) => DurationText.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("90", "90s")]
    [InlineData("600", "10m")]
    [InlineData("86400", "1d")]
    [InlineData("0.25", "0.25s")]
    public void Format_is_short_and_can_be_read_again(string text, string expected)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();

        DurationText.Format(duration).ShouldBe(expected);
        DurationText.TryParse(expected, out var again).ShouldBeTrue();
        again.ShouldBe(duration);
    }
}
