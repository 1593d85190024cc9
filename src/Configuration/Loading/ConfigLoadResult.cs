namespace Realtime.Configuration.Loading;

/// <summary>What came of reading a configuration.</summary>
public sealed record ConfigLoadResult
{
    /// <summary>Gets the configuration; null when there are problems.</summary>
    public RealtimeConfig? Config { get; init; }

    /// <summary>Gets every problem, in the order of the files' lines; empty when the configuration is good.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; init; } = [];

    /// <summary>Gets the warnings, in the order of the files' lines.</summary>
    public IReadOnlyList<ConfigWarning> Warnings { get; init; } = [];

    /// <summary>Gets the files that were read or looked for, the main one first: those that a watcher looks at.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Gets a digest of the files' texts as they were read, to see later whether they changed.</summary>
    public string Digest { get; init; } = "";
}
