using Realtime.Configuration.Source;

namespace Realtime.Configuration.Loading;

/// <summary>Collects everything that is found while a configuration is read, so that all of it is told at once.</summary>
public sealed class Findings
{
    private readonly List<ConfigFinding> _all = [];

    // A shared credential or default is read once for each deployment that uses it, and told once.
    private readonly HashSet<(SourcePosition, string)> _seen = [];

    /// <summary>Gets the files in the order in which they were read, which orders the findings.</summary>
    internal List<string> Files { get; } = [];

    /// <summary>Gets a value indicating whether there is any problem.</summary>
    public bool HasProblems => _all.Exists(f => f is ConfigProblem);

    /// <summary>Adds a problem, which keeps the process from starting.</summary>
    /// <param name="position">Where.</param>
    /// <param name="key">The key, as a path.</param>
    /// <param name="what">What is wrong, as the end of a sentence that begins with the key.</param>
    /// <param name="remedy">What to do.</param>
    public void Problem(SourcePosition position, string key, string what, string remedy) =>
        Add(new ConfigProblem(position, OneLine(key), OneLine(what), OneLine(remedy)));

    /// <summary>Adds something that may be a mistake.</summary>
    /// <param name="position">Where.</param>
    /// <param name="key">The key, as a path.</param>
    /// <param name="what">What is wrong, as the end of a sentence that begins with the key.</param>
    /// <param name="remedy">What to do.</param>
    public void Warning(SourcePosition position, string key, string what, string remedy) =>
        Add(new ConfigWarning(position, OneLine(key), OneLine(what), OneLine(remedy)));

    internal ConfigLoadResult ToResult(RealtimeConfig? config) => new()
    {
        Config = HasProblems ? null : config,
        Problems = [.. InOrder<ConfigProblem>()],
        Warnings = [.. InOrder<ConfigWarning>()],
        Files = [.. Files],
    };

    // Keys and provider names are the file's own text: a line break in one must not make two lines of one finding.
    private static string OneLine(string text) => text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0
        ? text
        : string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private void Add(ConfigFinding finding)
    {
        if (_seen.Add((finding.Position, finding.What)))
        {
            _all.Add(finding);
        }
    }

    private IEnumerable<T> InOrder<T>()
        where T : ConfigFinding =>
        _all.OfType<T>().OrderBy(f => Files.IndexOf(f.Position.File)).ThenBy(f => f.Position.Line).ThenBy(f => f.Position.Column);
}
