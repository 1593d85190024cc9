using Realtime.Configuration.Loading;
using Realtime.Configuration.Source;

namespace Realtime.Configuration.Tests.Source;

public sealed class YamlTreeReaderTests
{
    private readonly Findings _findings = new();

    [Fact]
    public void Read_gives_every_value_its_place()
    {
        var root = Read("a:\n  b: [x,\n    'y']").ShouldBeOfType<ConfigMapping>();

        var list = root.Find("a").ShouldNotBeNull().Value.ShouldBeOfType<ConfigMapping>().Find("b").ShouldNotBeNull();
        (list.KeyPosition.Line, list.KeyPosition.Column).ShouldBe((2, 3));
        var last = list.Value.ShouldBeOfType<ConfigSequence>().Items[1].ShouldBeOfType<ConfigScalar>();
        (last.Position.File, last.Position.Line, last.Position.Column, last.Text, last.IsQuoted).ShouldBe(("f", 3, 5, "y", true));
    }

    [Fact]
    public void Read_knows_anchors_and_merge_keys_and_own_keys_win()
    {
        var root = (ConfigMapping)Read("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n  z: *b").ShouldNotBeNull();

        var use = root.Find("use").ShouldNotBeNull().Value.ShouldBeOfType<ConfigMapping>();
        use.Entries.Select(e => e.Key).ShouldBe(["y", "z", "x"]);
        use.Find("y").ShouldNotBeNull().Value.ShouldBeOfType<ConfigScalar>().Text.ShouldBe("3");
        _findings.HasProblems.ShouldBeFalse();
    }

    [Theory]
    [InlineData("a: &a [*a]", "names no finished anchor")]
    [InlineData("a: *nothing", "is not valid YAML")]
    [InlineData("a: b: c", "is not valid YAML")]
    [InlineData("a:\n\t- b", "is not valid YAML")]
    [InlineData("? [x]\n: y", "a key is a list")]
    [InlineData("<<: text", "merges text")]
    public void Read_what_cannot_be_meant_is_a_problem(string yaml, string expected)
    {
        Read(yaml);

        _findings.ToResult(null).Problems.ShouldContain(p => p.What.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_very_deep_nesting_is_a_problem_and_no_crash()
    {
        Read(new string('[', 100_000)).ShouldBeNull();

        _findings.ToResult(null).Problems.ShouldHaveSingleItem().What.ShouldContain("nested deeper");
    }

    [Fact]
    public void Resolve_aliases_that_multiply_takes_no_time()
    {
        var yaml = "a0: &a0 x\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

        new EnvironmentResolver(new Dictionary<string, string>(), _findings).Resolve((ConfigMapping)Read(yaml)!).Entries.Count.ShouldBe(61);
    }

    private ConfigNode? Read(string yaml) => YamlTreeReader.Read("f", yaml, _findings);
}
