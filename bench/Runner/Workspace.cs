namespace Realtime.Bench.Runner;

/// <summary>Where programs are found and where a run may write.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("realtime-bench-").FullName;
    private readonly string _root;
    private int _names;

    public Workspace(RunnerOptions options)
    {
        _root = options.Root;
        Options = options;
    }

    public RunnerOptions Options { get; }

    /// <summary>Where results are kept.</summary>
    public string Results => Directory.CreateDirectory(Path.Combine(_root, "bench", "results")).FullName;

    /// <summary>A built file of a project.</summary>
    public string Artifact(string project, string file) => Path.Combine(_root, "artifacts", "bin", project, "release", file);

    /// <summary>A fresh directory.</summary>
    public string NewDirectory(string name) =>
        Directory.CreateDirectory(Path.Combine(_temporary, $"{Interlocked.Increment(ref _names)}-{name}")).FullName;

    /// <summary>A program of the search path, or null.</summary>
    public static string? Installed(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Append("/usr/sbin")
        .Where(Path.IsPathRooted)
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);

    public void Dispose() => Directory.Delete(_temporary, recursive: true);
}
