using Realtime.EndToEnd.Tests.Hosting;
using Realtime.EndToEnd.Tests.Playground;

namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>Runs a script of <c>tests/clients</c>, which holds a conversation by an unmodified public client.</summary>
internal static class ClientScript
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <param name="gateway">The gateway that it talks to.</param>
    /// <param name="command">The name of the script, and its argument after a space.</param>
    /// <param name="model">The model that it asks for.</param>
    /// <returns>The line of JSON that it reports.</returns>
    public static async Task<string> RunAsync(GatewayUnderTest gateway, string command, string model)
    {
        var cancel = TestContext.Current.CancellationToken;
        await NodeScript.RestoreAsync(cancel);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(Limit);
        var environment = new Dictionary<string, string>
        {
            ["GATEWAY_URL"] = gateway.Address.GetLeftPart(UriPartial.Authority),
            ["GATEWAY_KEY"] = GatewayUnderTest.MasterKey,
            ["MODEL"] = model,
            ["SIMULATOR_URL"] = gateway.Provider.GetLeftPart(UriPartial.Authority),
            ["TLS_CERTIFICATE"] = gateway.Certificate.CertificateFile,
            ["TLS_KEY"] = gateway.Certificate.KeyFile,
            ["NODE_EXTRA_CA_CERTS"] = gateway.Certificate.CertificateFile,
        };
        var words = command.Split(' ');
        var (exitCode, output) = await ToolProcess.RunAsync("node", [$"{words[0]}.mjs", .. words[1..]], RepositoryFolder.Clients, environment, deadline.Token);
        exitCode.ShouldBe(0, $"{command} on {model}: {output}{gateway.Output()}");
        return output.Split('\n').Last(line => line.StartsWith('{'));
    }
}
