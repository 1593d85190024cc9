namespace Realtime.EndToEnd.Tests.Playground;

/// <summary>Finds the sources that scripts are run from: they are no part of the build's output.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find();

    public static string Scripts { get; } = Path.Combine(Root, "tests", "EndToEnd.Tests", "Playground");

    public static string Clients { get; } = Path.Combine(Root, "tests", "clients");

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Realtime.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("The tests must be run from within the repository.");
    }
}
