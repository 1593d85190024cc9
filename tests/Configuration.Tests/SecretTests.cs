namespace Realtime.Configuration.Tests;

public sealed class SecretTests
{
    [Fact]
    public void ToString_never_shows_the_text() => $"{new Secret("sk-1234")}".ShouldBe("***");

    [Theory]
    [InlineData("sk-1234", true)]
    [InlineData("sk-1235", false)]
    [InlineData("sk-12345", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Matches_says_whether_it_is_the_same_text(string? presented, bool expected) =>
        new Secret("sk-1234").Matches(presented).ShouldBe(expected);

    [Fact]
    public void From_nothing_is_nothing() => (Secret.From(null), Secret.From("")).ShouldBe((null, null));
}
