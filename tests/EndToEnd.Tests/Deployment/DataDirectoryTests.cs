using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Deployment;

/// <summary>A process that has a database and nowhere to keep what it does not take in time would lose money without a word.</summary>
public sealed class DataDirectoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("realtime-data-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("Silo", "--cluster", "127.0.0.1:1")]
    [InlineData("Gateway")]
    public async Task Process_with_a_database_refuses_to_start_where_it_cannot_keep_the_ledger(string project, params string[] more)
    {
        var config = Path.Combine(_directory, "config.yaml");
        await File.WriteAllTextAsync(
            config,
            """
            model_list:
              - model_name: voice
                litellm_params: {model: openai/m, api_base: "http://127.0.0.1:1", api_key: sk-provider}
            general_settings:
              master_key: sk-data
              database_url: postgresql://realtime:secret@127.0.0.1:1/realtime
            """,
            TestContext.Current.CancellationToken);

        // Below a file there is no directory, also for root.
        await using var process = ClusterProcess.Start(project, "dotnet", [Installed.Build(project), "--config", config, "--data", config, .. more]);

        (await process.ExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(1, process.Output);
        process.Output.ShouldContain(Path.Combine(config, "ledger-spool"));
        process.Output.ShouldContain("--data");
        process.Output.ShouldNotContain("secret");
    }
}
