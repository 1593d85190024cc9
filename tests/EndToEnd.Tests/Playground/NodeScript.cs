namespace Realtime.EndToEnd.Tests.Playground;

/// <summary>Runs Node scripts of tests, after restoring the packages that <c>tests/clients/package-lock.json</c> pins.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan RestoreDeadline = TimeSpan.FromMinutes(10);
    private static readonly SemaphoreSlim Restoring = new(1, 1);
    private static readonly string LockFile = Path.Combine(RepositoryFolder.Clients, "package-lock.json");

    // Written after a restore that went through: what npm itself leaves may be half of one.
    private static readonly string RestoredLockFile = Path.Combine(RepositoryFolder.Clients, "node_modules", ".restored.json");
    private static bool _restored;

    public static async Task RestoreAsync(CancellationToken cancel)
    {
        await Restoring.WaitAsync(cancel);
        try
        {
            if (_restored || IsRestored())
            {
                return;
            }

            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            deadline.CancelAfter(RestoreDeadline);
            string[] arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=5"];
            var (exitCode, output) = await ToolProcess.RunAsync("npm", arguments, RepositoryFolder.Clients, Nothing, deadline.Token);
            exitCode.ShouldBe(0, output);
            File.Copy(LockFile, RestoredLockFile, overwrite: true);
            _restored = true;
        }
        finally
        {
            Restoring.Release();
        }
    }

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

    private static bool IsRestored() =>
        File.Exists(RestoredLockFile) && File.ReadAllBytes(RestoredLockFile).AsSpan().SequenceEqual(File.ReadAllBytes(LockFile));

    private static Dictionary<string, string> Nothing => [];
}
