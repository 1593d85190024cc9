using Realtime.Configuration.Loading;

namespace Realtime.Configuration.Source;

/// <summary>Gathers a map's entries: finds repeated keys, and takes in what a merge key (<c>&lt;&lt;</c>) names.</summary>
internal sealed class MappingBuilder(SourcePosition position, Findings findings)
{
    private readonly Dictionary<string, ConfigEntry> _own = new(StringComparer.Ordinal);
    private readonly List<ConfigEntry> _entries = [];
    private readonly List<ConfigMapping> _merged = [];

    public void Add(ConfigNode key, ConfigNode value)
    {
        if (key is not ConfigScalar { Text: var name } scalar)
        {
            findings.Problem(key.Position, "", $"a key is {key.Kind}", "use a plain name as key");
        }
        else if (name == "<<" && !scalar.IsQuoted)
        {
            Merge(value);
        }
        else if (_own.TryGetValue(name, out var first))
        {
            findings.Problem(
                key.Position, name, $"the key is repeated (first in line {first.KeyPosition.Line})", "keep one of the two");
        }
        else
        {
            var entry = new ConfigEntry(name, key.Position, value);
            _own.Add(name, entry);
            _entries.Add(entry);
        }
    }

    /// <summary>Makes the map: own entries first, then those of merged maps that no earlier one has.</summary>
    public ConfigMapping Build()
    {
        foreach (var entry in _merged.SelectMany(m => m.Entries))
        {
            if (_own.TryAdd(entry.Key, entry))
            {
                _entries.Add(entry);
            }
        }

        return new ConfigMapping(position, _entries);
    }

    private void Merge(ConfigNode value)
    {
        switch (value)
        {
            case ConfigMapping mapping:
                _merged.Add(mapping);
                break;
            case ConfigSequence sequence when sequence.Items.All(i => i is ConfigMapping):
                _merged.AddRange(sequence.Items.Cast<ConfigMapping>());
                break;
            default:
                findings.Problem(value.Position, "<<", $"merges {value.Kind}", "name a map, or a list of maps");
                break;
        }
    }
}
