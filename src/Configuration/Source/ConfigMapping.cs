namespace Realtime.Configuration.Source;

/// <summary>A map. Keys are unique; their order is the file's.</summary>
public sealed class ConfigMapping : ConfigNode
{
    private readonly Dictionary<string, ConfigEntry> _byKey;

    /// <summary>Makes a map.</summary>
    /// <param name="position">Where the map begins.</param>
    /// <param name="entries">The entries, with different keys.</param>
    public ConfigMapping(SourcePosition position, IReadOnlyList<ConfigEntry> entries)
        : base(position)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Entries = entries;
        _byKey = entries.ToDictionary(e => e.Key, StringComparer.Ordinal);
    }

    /// <summary>Gets the entries, in the order of the file.</summary>
    public IReadOnlyList<ConfigEntry> Entries { get; }

    /// <inheritdoc/>
    public override string Kind => "a map";

    /// <summary>Finds an entry.</summary>
    /// <param name="key">The key; letter case counts.</param>
    /// <returns>The entry; null when there is none.</returns>
    public ConfigEntry? Find(string key) => _byKey.GetValueOrDefault(key);
}
