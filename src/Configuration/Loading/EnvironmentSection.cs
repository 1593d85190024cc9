using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads <c>environment_variables</c>, whose values count before the process's own.</summary>
internal static class EnvironmentSection
{
    public const string Key = "environment_variables";

    /// <summary>Adds the section's variables.</summary>
    /// <param name="root">The unresolved tree.</param>
    /// <param name="variables">The process's variables; takes the section's.</param>
    /// <param name="findings">Takes the problems.</param>
    /// <returns>The section's variables with their values.</returns>
    public static IReadOnlyDictionary<string, Secret> Read(ConfigMapping root, Dictionary<string, string> variables, Findings findings)
    {
        var exported = new Dictionary<string, Secret>(StringComparer.Ordinal);
        var section = root.Find(Key)?.Value;
        if (section is not ConfigMapping map)
        {
            if (section is not (null or ConfigScalar { IsNull: true }))
            {
                findings.Problem(root.Find(Key)!.KeyPosition, Key, $"is {section.Kind}", "write a map");
            }

            return exported;
        }

        // Each value may name a variable of the process, or one that stands above it.
        var resolver = new EnvironmentResolver(variables, findings);
        foreach (var entry in map.Entries)
        {
            var path = ConfigPath.Join(Key, entry.Key);
            if (entry.Value is not ConfigScalar scalar)
            {
                findings.Problem(entry.KeyPosition, path, $"is {entry.Value.Kind}", "write a text");
            }
            else if (!scalar.IsNull && resolver.Resolve(scalar, path) is { Text: not EnvironmentResolver.Unresolved } resolved)
            {
                variables[entry.Key] = resolved.Text;
                if (resolved.Text.Length > 0)
                {
                    exported[entry.Key] = new Secret(resolved.Text);
                }
            }
        }

        return exported;
    }
}
