using System.Text.RegularExpressions;
using Realtime.Configuration.Tests.Support;

namespace Realtime.Configuration.Tests;

/// <summary>Holds docs/configuration.md to the code.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string _text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "configuration.md"));

    [Theory]
    [InlineData("general_settings")]
    [InlineData("litellm_settings")]
    [InlineData("router_settings")]
    public void Every_key_of_a_sections_table_is_known(string section)
    {
        var keys = Keys($"## `{section}`");

        Configs.Load($"{section}:\n" + string.Concat(keys.Select(k => $"  {k}: ~\n"))).Warnings
            .Where(w => w.What == "is not a known key").ShouldBeEmpty();
        keys.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Every_key_of_a_deployment_is_known()
    {
        var parameters = Keys("### `litellm_params`").Except(["model", "api_key"]);
        var info = Keys("### `model_info`");
        var yaml = "model_list:\n  - model_name: v\n    litellm_params:\n      model: x\n      api_key: k\n"
            + string.Concat(parameters.Select(k => $"      {k}: ~\n"))
            + "    model_info:\n" + string.Concat(info.Select(k => $"      {k}: ~\n"));

        Configs.Load(yaml).Warnings.Where(w => w.What == "is not a known key").ShouldBeEmpty();
    }

    // The keys in the first column of the tables under a heading, and for parameters also the third column of the providers' table.
    private static List<string> Keys(string heading)
    {
        var start = _text.IndexOf(heading + "\n", StringComparison.Ordinal);
        var end = _text.IndexOf("\n##", start + heading.Length, StringComparison.Ordinal);
        var rows = _text[start..end].Split('\n').Where(l => l.StartsWith('|')).Select(l => l.Split('|')).ToArray();
        var providers = Array.FindIndex(rows, r => r[1].Trim() == "Provider");
        return
        [
            .. rows.SelectMany((r, i) => Key().Matches(providers >= 0 && i > providers ? r[3] : r[1])).Select(m => m.Groups[1].Value).Distinct(),
        ];
    }

    [GeneratedRegex("`([a-z0-9_]+)`")]
    private static partial Regex Key();
}
