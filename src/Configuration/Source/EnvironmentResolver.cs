using Realtime.Configuration.Loading;

namespace Realtime.Configuration.Source;

/// <summary>Puts environment variables in for every text that begins with <c>os.environ/</c>, anywhere in the tree.</summary>
internal sealed class EnvironmentResolver(IReadOnlyDictionary<string, string> variables, Findings findings)
{
    private const string Prefix = "os.environ/";

    // Nodes that aliases share stay shared, or a small file could unfold into a huge tree.
    private readonly Dictionary<ConfigNode, ConfigNode> _done = new(ReferenceEqualityComparer.Instance);

    public ConfigMapping Resolve(ConfigMapping root) => (ConfigMapping)Resolve(root, "");

    /// <summary>Resolves one text, for instance of <c>environment_variables</c> before those count themselves.</summary>
    public ConfigScalar Resolve(ConfigScalar scalar, string path)
    {
        if (scalar.Variable is not null || !scalar.Text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return scalar;
        }

        var name = scalar.Text[Prefix.Length..].Trim();
        if (name.Length == 0)
        {
            findings.Problem(scalar.Position, path, "os.environ/ names no variable", "write os.environ/NAME");
        }
        else if (variables.TryGetValue(name, out var value))
        {
            return new ConfigScalar(scalar.Position, value, isQuoted: true, variable: name);
        }
        else
        {
            findings.Problem(
                scalar.Position, path, $"the environment variable {name} is not set", "set it, or put it under environment_variables");
        }

        // Counts as given, so that one missing variable is told as just that.
        return new ConfigScalar(scalar.Position, Unresolved, isQuoted: true, variable: name);
    }

    /// <summary>The text of a value whose variable is missing; typed readers pass it over in silence.</summary>
    internal const string Unresolved = "\0unresolved";

    private ConfigNode Resolve(ConfigNode node, string path)
    {
        if (_done.TryGetValue(node, out var known))
        {
            return known;
        }

        ConfigNode resolved = node switch
        {
            ConfigScalar scalar => Resolve(scalar, path),
            ConfigSequence list => new ConfigSequence(list.Position, [.. list.Items.Select((item, i) => Resolve(item, $"{path}[{i}]"))]),
            ConfigMapping map => new ConfigMapping(
                map.Position, [.. map.Entries.Select(e => e with { Value = Resolve(e.Value, ConfigPath.Join(path, e.Key)) })]),
            _ => node,
        };
        _done[node] = resolved;
        return resolved;
    }
}
