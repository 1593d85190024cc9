using Realtime.Bench.Runner.Processes;

namespace Realtime.Bench.Runner.Targets;

/// <summary>Our gateway with the silo in its own process.</summary>
/// <param name="name">What it is called.</param>
/// <param name="deployment">Writes the parameters of its model.</param>
/// <param name="onlyScenario">The one scenario that its provider serves; null for all.</param>
/// <param name="isGuarded">Whether each session has a guardrail on what is written in it, which has no interest in audio.</param>
internal sealed class EmbeddedTarget(
    string name, Func<UpstreamPorts, string> deployment, string? onlyScenario = null, bool isGuarded = false) : ITarget
{
    public string Name => name;

    public bool Serves(string scenario) => onlyScenario is null || onlyScenario == scenario;

    public string? MissingBecause(Workspace workspace) =>
        File.Exists(workspace.Artifact("Gateway", "Realtime.Gateway")) ? null : "src/Gateway is not built (dotnet build src/Gateway -c Release)";

    public Task<RunningTarget> StartAsync(Workspace workspace, UpstreamPorts upstream, CancellationToken cancellation)
    {
        var port = FreePort.Next();
        var directory = workspace.NewDirectory(name);
        var target = new RunningTarget(port);
        target.Add(ChildProcess.Start(
            "gateway",
            workspace.Artifact("Gateway", "Realtime.Gateway"),
            [
                "--config", GatewayConfiguration.Write(directory, deployment(upstream), isGuarded), "--host", "127.0.0.1", "--port", $"{port}",
                "--data", Path.Combine(directory, "data"),
            ],
            workspace.Options.Environment));
        return target.WhenAsync(() => Readiness.HttpAsync(port, target.Processes, cancellation));
    }
}
