using Realtime.Bench.Runner.Processes;

namespace Realtime.Bench.Runner.Targets;

/// <summary>
/// The plain relay. It runs under the gateway's runtime settings (collector, thread pool) where the gateway is built, so that
/// the comparison is between two ways of relaying and not between two sets of switches.
/// </summary>
internal sealed class RelayTarget : ITarget
{
    public string Name => "relay";

    public string? MissingBecause(Workspace workspace) => null;

    public Task<RunningTarget> StartAsync(Workspace workspace, int upstream, CancellationToken cancellation)
    {
        var port = FreePort.Next();
        string[] arguments = ["--port", $"{port}", "--upstream", $"ws://127.0.0.1:{upstream}/v1/realtime"];
        var settings = workspace.Artifact("Gateway", "Realtime.Gateway.runtimeconfig.json");
        var target = new RunningTarget(port);
        if (!workspace.Options.RelayOwnSettings && File.Exists(settings))
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
