using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Reads <c>fallbacks</c>: a list of maps from a group to the groups that stand in for it.</summary>
internal static class FallbackReader
{
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(SectionReader s, string key)
    {
        var fallbacks = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var list = s.Sequence(key);
        for (var i = 0; i < (list?.Items.Count ?? 0); i++)
        {
            var item = list!.Items[i];
            if (item is not ConfigMapping map)
            {
                s.Problem($"{key}[{i}]", item.Position, $"is {item.Kind}", "write a map such as {model: [other]}");
                continue;
            }

            var section = new SectionReader(map, ConfigPath.Join(s.Path, $"{key}[{i}]"), s.Findings);
            foreach (var entry in map.Entries)
            {
                fallbacks[entry.Key] = [.. fallbacks.GetValueOrDefault(entry.Key, []), .. section.Texts(entry.Key)];
            }
        }

        return fallbacks;
    }
}
