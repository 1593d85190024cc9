namespace Realtime.EndToEnd.Tests.Cluster;

/// <summary>Finds programs of the machine and of this build.</summary>
internal static class Installed
{
    private static readonly string[] MoreDirectories = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

    /// <summary>The path of a program, or null where it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Concat(MoreDirectories)
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);

    /// <summary>The built assembly of a process: one that was published as images have it where a directory of such is named, else beside the tests' own output.</summary>
    public static string Build(string project)
    {
        if (Environment.GetEnvironmentVariable("REALTIME_PUBLISHED") is { Length: > 0 } directory
            && Path.Combine(directory, project, $"Realtime.{project}.dll") is var published && File.Exists(published))
        {
            return published;
        }

        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"Realtime.{project}.dll");
    }
}
