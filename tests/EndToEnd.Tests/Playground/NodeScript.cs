namespace Realtime.EndToEnd.Tests.Playground;

/// <summary>Runs Node scripts of tests, after restoring the packages that <c>tests/clients/package-lock.json</c> pins.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan RestoreDeadline = TimeSpan.FromMinutes(5);
    private static readonly string LockFile = Path.Combine(RepositoryFolder.Clients, "package-lock.json");

    // Written after a restore that went through: what npm itself leaves may be half of one.
    private static readonly string RestoredLockFile = Path.Combine(RepositoryFolder.Clients, "node_modules", ".restored.json");

    // Once for all tests, also where it fails: each that tried anew would wait for the whole deadline again.
    private static readonly Lazy<Task> Restored = new(RestoreOnceAsync);

    public static Task RestoreAsync(CancellationToken cancel) => Restored.Value.WaitAsync(cancel);

    /// <summary>Runs a script of tests; fails with what it said when it did not pass.</summary>
    public static async Task PassAsync(string script, IReadOnlyDictionary<string, string>? environment, TimeSpan limit, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(limit);
        var (exitCode, output) = await ToolProcess.RunAsync(
            "node", ["--test-reporter=spec", script], RepositoryFolder.Scripts, environment ?? Nothing, deadline.Token);
        exitCode.ShouldBe(0, output);

        // A script whose tests were all left out has shown nothing.
        output.ShouldMatch("pass [1-9]", output);
    }

    private static async Task RestoreOnceAsync()
    {
        if (IsRestored())
        {
            return;
        }

        using var deadline = new CancellationTokenSource(RestoreDeadline);
        string[] arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=5"];
        var (exitCode, output) = await ToolProcess.RunAsync("npm", arguments, RepositoryFolder.Clients, Nothing, deadline.Token);
        exitCode.ShouldBe(0, output);
        File.Copy(LockFile, RestoredLockFile, overwrite: true);
    }

    private static bool IsRestored() =>
        File.Exists(RestoredLockFile) && File.ReadAllBytes(RestoredLockFile).AsSpan().SequenceEqual(File.ReadAllBytes(LockFile));

    private static Dictionary<string, string> Nothing => [];
}
