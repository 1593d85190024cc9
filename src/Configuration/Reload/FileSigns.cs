namespace Realtime.Configuration.Reload;

/// <summary>
/// Hears from the file system that something happened near some files. Directories are watched and not files, so that a file that
/// an editor replaces, or that a link swap changes, is heard of too.
/// </summary>
internal sealed class FileSigns : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];

    /// <summary>Begins to listen.</summary>
    /// <param name="files">The files.</param>
    /// <param name="heard">Called, from any thread and often more than once, when something happened.</param>
    public FileSigns(IEnumerable<string> files, Action heard)
    {
        foreach (var group in files.Select(Path.GetFullPath).GroupBy(f => Path.GetDirectoryName(f) ?? "/", StringComparer.Ordinal))
        {
            Watch(group.Key, group.Select(f => Path.GetFileName(f)).ToHashSet(StringComparer.Ordinal), heard);
        }
    }

    /// <summary>Gets a value indicating whether some directory cannot be listened to, so that only looking helps.</summary>
    public bool Deaf { get; private set; }

    public void Dispose() => _watchers.ForEach(w => w.Dispose());

    // Kubernetes mounts a ConfigMap through links and swaps the one called "..data".
    private static bool IsMeant(string? name, HashSet<string> names) =>
        name is not null && (names.Contains(name) || name.StartsWith("..", StringComparison.Ordinal));

    private void Watch(string directory, HashSet<string> names, Action heard)
    {
        try
        {
            var watcher = new FileSystemWatcher(directory);
            _watchers.Add(watcher);
            FileSystemEventHandler any = (_, e) => Hear(IsMeant(e.Name, names), heard);
            watcher.Changed += any;
            watcher.Created += any;
            watcher.Deleted += any;
            watcher.Renamed += (_, e) => Hear(IsMeant(e.Name, names) || IsMeant(e.OldName, names), heard);
            watcher.Error += (_, _) => heard();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // No such directory, or the machine allows no more watches.
            Deaf = true;
        }
    }

    private static void Hear(bool meant, Action heard)
    {
        if (meant)
        {
            heard();
        }
    }
}
