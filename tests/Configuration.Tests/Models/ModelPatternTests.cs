using Realtime.Configuration.Models;

namespace Realtime.Configuration.Tests.Models;

public sealed class ModelPatternTests
{
    [Theory]
    [InlineData("openai/*", "openai/gpt-realtime", "gpt-realtime")]
    [InlineData("*", "anything/at/all", "anything/at/all")]
    [InlineData("fo::*:static::*", "fo::bar:static::baz", "bar|baz")]
    [InlineData("*-voice", "my-voice", "my")]
    [InlineData("a*b*c", "axbxbxc", "xbx|x")]
    [InlineData("openai/*", "openai/", "")]
    public void Match_a_fitting_name_gives_what_stands_for_each_star(string pattern, string name, string captures) =>
        string.Join('|', new ModelPattern(pattern).Match(name).ShouldNotBeNull()).ShouldBe(captures);

    [Theory]
    [InlineData("openai/*", "azure/gpt-realtime")]
    [InlineData("ab*ba", "aba")]
    [InlineData("a*b*c", "ac")]
    [InlineData("openai/*", "OPENAI/gpt")]
    [InlineData("a.c*", "abc")]
    public void Match_another_name_gives_nothing(string pattern, string name) => new ModelPattern(pattern).Match(name).ShouldBeNull();

    [Fact]
    public void Match_many_stars_and_a_long_name_takes_linear_time()
    {
        var pattern = new ModelPattern(string.Concat(Enumerable.Repeat("*a", 50)) + "*b");

        pattern.Match(new string('a', 100_000)).ShouldBeNull();
    }

    [Theory]
    [InlineData("openai/*", "openai/gpt")]
    [InlineData("openai/fixed", "openai/fixed")]
    [InlineData("x/*/*", "x/gpt/*")]
    public void Substitute_puts_captures_in_from_left_to_right(string model, string expected) =>
        ModelPattern.Substitute(model, ["gpt"]).ShouldBe(expected);
}
