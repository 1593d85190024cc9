using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>
/// Reads a file and what it includes, by LiteLLM's rules: paths count from the including file; a list is appended to the main
/// file's list, any other value replaces the main file's; an included file includes nothing itself.
/// </summary>
internal sealed class IncludeReader(IConfigFiles files, Findings findings)
{
    private const string Key = "include";

    /// <summary>Reads the main file.</summary>
    /// <returns>The merged tree without <c>include</c>; null when the main file cannot be read.</returns>
    public ConfigMapping? Read(string path)
    {
        findings.Files.Add(path);
        if (!files.TryRead(path, out var text, out var reason))
        {
            findings.Problem(new SourcePosition(path, 1, 1), "", reason, "give the path of a file that this process may read");
            return null;
        }

        var root = YamlTreeReader.Read(path, text, findings);
        if (root is null or ConfigScalar { IsNull: true })
        {
            return findings.HasProblems ? null : new ConfigMapping(new SourcePosition(path, 1, 1), []);
        }

        if (root is ConfigMapping main)
        {
            return main.Find(Key) is { } include ? Merge(main, include, Path.GetDirectoryName(path) ?? "") : main;
        }

        findings.Problem(root.Position, "", $"is {root.Kind}", "write a map that begins with a key such as model_list");
        return null;
    }

    private ConfigMapping Merge(ConfigMapping main, ConfigEntry include, string directory)
    {
        var merged = main.Entries.Where(e => e.Key != Key).ToDictionary(e => e.Key, StringComparer.Ordinal);
        var order = main.Entries.Where(e => e.Key != Key).Select(e => e.Key).ToList();
        foreach (var entry in Included(include, directory).SelectMany(m => m.Entries))
        {
            if (!merged.TryGetValue(entry.Key, out var present))
            {
                merged[entry.Key] = entry;
                order.Add(entry.Key);
            }
            else
            {
                merged[entry.Key] = Combine(present, entry);
            }
        }

        return new ConfigMapping(main.Position, [.. order.Select(key => merged[key])]);
    }

    private ConfigEntry Combine(ConfigEntry present, ConfigEntry entry)
    {
        if (entry.Value is not ConfigSequence added)
        {
            findings.Warning(
                entry.KeyPosition, entry.Key, $"replaces the whole of that at {present.KeyPosition}", "keep each section in one file");
            return entry;
        }

        if (present.Value is ConfigSequence list)
        {
            return present with { Value = new ConfigSequence(list.Position, [.. list.Items, .. added.Items]) };
        }

        if (present.Value is not ConfigScalar { IsNull: true })
        {
            findings.Problem(
                entry.KeyPosition, entry.Key, $"is a list, but {present.Value.Kind} at {present.KeyPosition}", "write the same kind in both");
        }

        return entry;
    }

    private IEnumerable<ConfigMapping> Included(ConfigEntry include, string directory)
    {
        if (include.Value is not ConfigSequence list)
        {
            findings.Problem(include.KeyPosition, Key, $"is {include.Value.Kind}", "write a list of paths");
            yield break;
        }

        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is not ConfigScalar { IsNull: false } path)
            {
                findings.Problem(list.Items[i].Position, $"{Key}[{i}]", $"is {list.Items[i].Kind}", "write a path");
            }
            else if (One(path, $"{Key}[{i}]", Path.Combine(directory, path.Text)) is { } map)
            {
                yield return map;
            }
        }
    }

    private ConfigMapping? One(ConfigScalar reference, string key, string path)
    {
        if (findings.Files.Contains(path))
        {
            findings.Problem(reference.Position, key, $"{path} is included twice", "name each file once");
            return null;
        }

        findings.Files.Add(path);
        if (!files.TryRead(path, out var text, out var reason))
        {
            findings.Problem(reference.Position, key, $"{path} {reason}", "correct the path; it counts from the including file");
            return null;
        }

        switch (YamlTreeReader.Read(path, text, findings))
        {
            case null or ConfigScalar { IsNull: true }:
                return null;
            case ConfigMapping map when map.Find(Key) is { } nested:
                findings.Problem(nested.KeyPosition, Key, "stands in an included file", "name all files in the main file's include");
                return null;
            case ConfigMapping map:
                return map;
            case var other:
                findings.Problem(other.Position, "", $"is {other.Kind}", "write a map that begins with a key such as model_list");
                return null;
        }
    }
}
