using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>
/// Reads a map's keys as what they should be. Everything wrong becomes a finding, and reading goes on as if the key were not there.
/// Each key that is asked for counts as known; <see cref="Finish"/> tells of the others.
/// </summary>
/// <param name="map">The map.</param>
/// <param name="path">Its place in the file, as <c>guardrails[0].litellm_params</c>.</param>
/// <param name="findings">Takes what is wrong.</param>
/// <param name="defaults">Maps that stand in for keys which this one lacks.</param>
public sealed class SectionReader(ConfigMapping map, string path, Findings findings, params ConfigMapping?[] defaults)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Gets the map's place in the file.</summary>
    public string Path { get; } = path;

    /// <summary>Gets the map.</summary>
    public ConfigMapping Map { get; } = map;

    /// <summary>Gets what takes the findings.</summary>
    public Findings Findings { get; } = findings;

    /// <summary>Gets a value; null when the key is absent, YAML's nothing, or an environment variable that is missing.</summary>
    /// <param name="key">The key.</param>
    public ConfigNode? Node(string key)
    {
        _known.Add(key);
        return Given(Map.Find(key)) ?? defaults.Select(d => Given(d?.Find(key))).FirstOrDefault(n => n is not null);
    }

    /// <summary>Says whether a key is given, even by a variable that is missing.</summary>
    /// <param name="key">The key.</param>
    public bool Has(string key) =>
        new[] { Map }.Concat(defaults).Any(m => m?.Find(key) is { Value: not ConfigScalar { IsNull: true } });

    /// <summary>Reads a text.</summary>
    /// <param name="key">The key.</param>
    public string? Text(string key) => Scalar(key)?.Text;

    /// <summary>Reads a secret.</summary>
    /// <param name="key">The key.</param>
    public Secret? Secret(string key) => Configuration.Secret.From(Text(key)?.Trim());

    /// <summary>Reads a boolean.</summary>
    /// <param name="key">The key.</param>
    public bool? Flag(string key) =>
        Scalar(key) is not { } scalar ? null
        : ScalarText.TryFlag(scalar.Text, out var value) ? value
        : Wrong<bool>(key, scalar, "true or false");

#pragma warning disable CA1720 // A method is named after the kind of value that the key holds.
    /// <summary>Reads a whole number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest.</param>
    public int? Integer(string key, int min, int max = int.MaxValue) => (int?)Long(key, min, max);

    /// <summary>Reads a long whole number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest.</param>
    public long? Long(string key, long min, long max = long.MaxValue) =>
        Scalar(key) is not { } scalar ? null
        : ScalarText.TryInteger(scalar.Text, out var value) && value >= min && value <= max ? value
        : Wrong<long>(key, scalar, Range("a whole number", min, max, max is long.MaxValue or int.MaxValue));
#pragma warning restore CA1720

    /// <summary>Reads a number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest.</param>
    public decimal? Number(string key, decimal min, decimal? max = null) =>
        Scalar(key) is not { } scalar ? null
        : ScalarText.TryNumber(scalar.Text, out var value) && value >= min && (max is null || value <= max) ? value
        : Wrong<decimal>(key, scalar, Range("a number", min, max ?? 0, max is null));

    /// <summary>Reads a duration; a bare number is seconds.</summary>
    /// <param name="key">The key.</param>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest.</param>
    public TimeSpan? Duration(string key, TimeSpan? min = null, TimeSpan? max = null)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (!DurationText.TryParse(scalar.Text, out var value))
        {
            return Wrong<TimeSpan>(key, scalar, $"a duration ({DurationText.Forms})");
        }

        return value >= (min ?? TimeSpan.Zero) && (max is null || value <= max)
            ? value
            : Wrong<TimeSpan>(
                key,
                scalar,
                max is null
                    ? $"a duration of at least {DurationText.Format(min ?? TimeSpan.Zero)}"
                    : $"a duration from {DurationText.Format(min ?? TimeSpan.Zero)} to {DurationText.Format(max.Value)}");
    }

    /// <summary>Reads one of some names.</summary>
    /// <typeparam name="T">What the names stand for.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="values">The names.</param>
    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> values)
        where T : struct
        => Scalar(key) is not { } scalar ? null
        : values.TryGetValue(scalar.Text.Trim(), out var value) ? value
        : Wrong<T>(key, scalar, "one of " + string.Join(", ", values.Keys));

    /// <summary>Reads one of some names.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">The names.</param>
    public string? Choice(string key, params string[] values) =>
        Scalar(key) is not { } scalar || values.Contains(scalar.Text.Trim()) ? Text(key)?.Trim() : WrongText(key, scalar, values);

    /// <summary>Reads an absolute address.</summary>
    /// <param name="key">The key.</param>
    /// <param name="schemes">The schemes it may have.</param>
    public Uri? Address(string key, params string[] schemes)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (Uri.TryCreate(scalar.Text.Trim(), UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme) && uri.Host.Length > 0)
        {
            return uri;
        }

        Problem(key, scalar.Position, $"{Show(key, scalar)} is no address", $"write {string.Join(":// or ", schemes)}:// with a host");
        return null;
    }

    /// <summary>Reads the path of a file that must exist; a relative one counts from the process's directory.</summary>
    /// <param name="key">The key.</param>
    public string? ExistingFile(string key)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (File.Exists(scalar.Text))
        {
            return scalar.Text;
        }

        Problem(key, scalar.Position, "the file does not exist or cannot be read", "correct the path");
        return null;
    }

    /// <summary>Reads a list of texts; a single text is a list of one.</summary>
    /// <param name="key">The key.</param>
    public IReadOnlyList<string> Texts(string key) => Node(key) switch
    {
        null => [],
        ConfigScalar scalar => [scalar.Text],
        ConfigSequence list => TextItems(key, list),
        var other => WrongKind(key, other, "a list", Array.Empty<string>()),
    };

    /// <summary>Gets a nested map; null when it is absent or no map.</summary>
    /// <param name="key">The key.</param>
    public ConfigMapping? Mapping(string key) => Node(key) switch
    {
        null => null,
        ConfigMapping nested => nested,
        var other => WrongKind<ConfigMapping?>(key, other, "a map", null),
    };

    /// <summary>Gets a list; null when it is absent or no list.</summary>
    /// <param name="key">The key.</param>
    public ConfigSequence? Sequence(string key) => Node(key) switch
    {
        null => null,
        ConfigSequence list => list,
        var other => WrongKind<ConfigSequence?>(key, other, "a list", null),
    };

    /// <summary>Opens a nested map; null when it is absent or no map.</summary>
    /// <param name="key">The key.</param>
    public SectionReader? Section(string key) =>
        Mapping(key) is { } nested ? new SectionReader(nested, ConfigPath.Join(Path, key), Findings) : null;

    /// <summary>Opens each map of a list; an item that is no map is a problem.</summary>
    /// <param name="key">The key.</param>
    public IEnumerable<SectionReader> Sections(string key)
    {
        var items = Sequence(key)?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is ConfigMapping nested)
            {
                yield return new SectionReader(nested, $"{ConfigPath.Join(Path, key)}[{i}]", Findings);
            }
            else
            {
                Problem($"{key}[{i}]", items[i].Position, $"is {items[i].Kind}", "write a map");
            }
        }
    }

    /// <summary>Opens the map in the YAML file that a key names; null when the key is absent or the file cannot be read so.</summary>
    /// <param name="key">The key.</param>
    public SectionReader? YamlFile(string key)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (!DiskFiles.Instance.TryRead(scalar.Text, out var text, out var reason))
        {
            Problem(key, scalar.Position, "the file " + reason, "give the path of a file that this process may read");
            return null;
        }

        switch (YamlTreeReader.Read(scalar.Text, text, Findings))
        {
            case ConfigMapping map:
                return new SectionReader(map, "", Findings);
            case null:
                return null;
            case var other:
                Problem(key, scalar.Position, $"the file holds {other.Kind}", "let it hold a map");
                return null;
        }
    }

    /// <summary>Reads a map of texts; empty ones are left out.</summary>
    /// <typeparam name="T">What becomes of a text.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="make">Makes it.</param>
    public IReadOnlyDictionary<string, T> TextMap<T>(string key, Func<string, T> make)
    {
        if (Section(key) is not { } section)
        {
            return new Dictionary<string, T>();
        }

        return section.Map.Entries.Select(e => (e.Key, Value: section.Text(e.Key)))
            .Where(e => !string.IsNullOrEmpty(e.Value))
            .ToDictionary(e => e.Key, e => make(e.Value!), StringComparer.Ordinal);
    }

    /// <summary>Tells of a problem, which keeps the process from starting.</summary>
    /// <param name="key">The key.</param>
    /// <param name="what">What is wrong, as the end of a sentence that begins with the key.</param>
    /// <param name="remedy">What to do.</param>
    public void Problem(string key, string what, string remedy) => Problem(key, Map.Find(key)?.KeyPosition ?? Map.Position, what, remedy);

    /// <summary>Tells of a problem at a place.</summary>
    /// <param name="key">The key.</param>
    /// <param name="position">The place.</param>
    /// <param name="what">What is wrong, as the end of a sentence that begins with the key.</param>
    /// <param name="remedy">What to do.</param>
    public void Problem(string key, SourcePosition position, string what, string remedy) =>
        Findings.Problem(position, ConfigPath.Join(Path, key), what, remedy);

    /// <summary>Tells of something that may be a mistake.</summary>
    /// <param name="key">The key.</param>
    /// <param name="what">What is wrong, as the end of a sentence that begins with the key.</param>
    /// <param name="remedy">What to do.</param>
    public void Warning(string key, string what, string remedy) =>
        Findings.Warning(Map.Find(key)?.KeyPosition ?? Map.Position, ConfigPath.Join(Path, key), what, remedy);

    /// <summary>Tells of the keys that were not asked for.</summary>
    /// <param name="keys">The keys of the section that are known without being read.</param>
    /// <param name="freeForm">Whether the section may hold anything, so that only what looks mistyped is worth a word.</param>
    public void Finish(SectionKeys keys, bool freeForm = false)
    {
        foreach (var entry in Map.Entries)
        {
            var path = ConfigPath.Join(Path, entry.Key);
            if (keys.Inert.Contains(entry.Key))
            {
                Findings.Warning(entry.KeyPosition, path, "is LiteLLM's and has no effect on realtime sessions here", "it may stay or go");
            }
            else if (!_known.Contains(entry.Key) && !keys.Further.Contains(entry.Key))
            {
                Unknown(entry, path, keys, freeForm);
            }
        }
    }

    private static ConfigNode? Given(ConfigEntry? entry) =>
        entry?.Value is ConfigScalar { IsNull: true } or ConfigScalar { Text: EnvironmentResolver.Unresolved } ? null : entry?.Value;

    private static string Range(string kind, decimal min, decimal max, bool open) =>
        open ? $"{kind} of at least {min}" : $"{kind} from {min} to {max}";

    private void Unknown(ConfigEntry entry, string path, SectionKeys keys, bool freeForm)
    {
        var nearest = NearestName.Find(entry.Key, _known.Concat(keys.Inert).Concat(keys.Further));
        if (nearest is not null || !freeForm)
        {
            Findings.Warning(
                entry.KeyPosition, path, "is not a known key", nearest is null ? "correct or remove it" : $"did you mean {nearest}?");
        }
    }

    private ConfigScalar? Scalar(string key) => Node(key) switch
    {
        null => null,
        ConfigScalar scalar => scalar,
        var other => WrongKind<ConfigScalar?>(key, other, "a single value", null),
    };

    private List<string> TextItems(string key, ConfigSequence list)
    {
        var texts = new List<string>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is not ConfigScalar { IsNull: false } scalar)
            {
                Problem($"{key}[{i}]", list.Items[i].Position, $"is {list.Items[i].Kind}", "write a text");
            }
            else if (scalar.Text != EnvironmentResolver.Unresolved)
            {
                texts.Add(scalar.Text);
            }
        }

        return texts;
    }

    private T WrongKind<T>(string key, ConfigNode node, string expected, T none)
    {
        Problem(key, Map.Find(key)?.KeyPosition ?? node.Position, $"is {node.Kind}", $"write {expected}");
        return none;
    }

    private T? Wrong<T>(string key, ConfigScalar scalar, string expected)
        where T : struct
    {
        Problem(key, scalar.Position, $"{Show(key, scalar)} is not {expected}", "correct the value");
        return null;
    }

    private string? WrongText(string key, ConfigScalar scalar, string[] values)
    {
        Problem(key, scalar.Position, $"{Show(key, scalar)} is not one of {string.Join(", ", values)}", "correct the value");
        return null;
    }

    // What a variable holds is never shown, whatever its key: it may be the wrong variable.
    private string Show(string key, ConfigScalar scalar) =>
        scalar.Variable is { } variable ? $"the value of the environment variable {variable}"
        : SecretKeys.MayHoldSecret(ConfigPath.Join(Path[(Path.LastIndexOf('.') + 1)..], key)) ? "the value"
        : $"'{(scalar.Text.Length > 40 ? scalar.Text[..40] + "..." : scalar.Text)}'";
}
