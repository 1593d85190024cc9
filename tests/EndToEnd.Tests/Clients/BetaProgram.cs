using Realtime.EndToEnd.Tests.Cluster;
using Realtime.EndToEnd.Tests.Hosting;
using Realtime.EndToEnd.Tests.Playground;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>Runs the program that holds the conversation by the beta version of the package <c>OpenAI</c>.</summary>
internal static class BetaProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<string> RunAsync(GatewayUnderTest gateway, string model)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Limit);
        var (exitCode, output) = await ToolProcess.RunAsync(
            "dotnet",
            [Installed.Build("DotNetClients.Beta"), gateway.Address.AbsoluteUri, model],
            RepositoryFolder.Root,
            new Dictionary<string, string> { ["GATEWAY_KEY"] = GatewayUnderTest.MasterKey },
            deadline.Token);
        exitCode.ShouldBe(0, $"on {model}: {output}");
        return output.Split('\n').Last(line => line.StartsWith('{'));
    }
}
