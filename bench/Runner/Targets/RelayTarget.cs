using Realtime.Bench.Runner.Processes;

namespace Realtime.Bench.Runner.Targets;

/// <summary>
/// The plain relay, with the runtime settings of the web SDK as anybody would start it. On request it runs under the gateway's
/// (collector, thread pool), to compare two ways of relaying apart from the switches.
/// </summary>
internal sealed class RelayTarget : ITarget
{
    public string Name => "relay";

    public string? MissingBecause(Workspace workspace) => null;

    public Task<RunningTarget> StartAsync(Workspace workspace, UpstreamPorts upstream, CancellationToken cancellation)
    {
        var port = FreePort.Next();
        string[] arguments = ["--port", $"{port}", "--upstream", $"ws://127.0.0.1:{upstream.WebSocket}/v1/realtime"];
        var settings = workspace.Artifact("Gateway", "Realtime.Gateway.runtimeconfig.json");
        var target = new RunningTarget(port);
        if (workspace.Options.RelayAsGateway && File.Exists(settings))
        {
            string[] host =
            [
                "exec", "--runtimeconfig", settings,
                "--depsfile", workspace.Artifact("Relay", "Realtime.Bench.Relay.deps.json"),
                workspace.Artifact("Relay", "Realtime.Bench.Relay.dll"),
            ];
            target.Add(ChildProcess.Start("relay", "dotnet", [.. host, .. arguments], workspace.Options.Environment));
        }
        else
        {
            var program = workspace.Artifact("Relay", "Realtime.Bench.Relay");
            target.Add(ChildProcess.Start("relay", program, arguments, workspace.Options.Environment));
        }

        return target.WhenAsync(() => Readiness.HttpAsync(port, target.Processes, cancellation));
    }
}
