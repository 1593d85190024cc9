namespace Realtime.Deploy.Tests;

/// <summary>The files of <c>deploy/</c>.</summary>
internal static class Repository
{
    private static readonly Lazy<string> _root = new(Find);

    public static string PathOf(string file) => Path.Combine(_root.Value, "deploy", file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Realtime.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
