using Realtime.Bench.Runner.Processes;

namespace Realtime.Bench.Runner.Targets;

/// <summary>Our gateway with the silo in its own process.</summary>
internal sealed class EmbeddedTarget : ITarget
{
    public string Name => "embedded";

    public string? MissingBecause(Workspace workspace) =>
        File.Exists(workspace.Artifact("Gateway", "Realtime.Gateway")) ? null : "src/Gateway is not built (dotnet build src/Gateway -c Release)";

    public Task<RunningTarget> StartAsync(Workspace workspace, int upstream, CancellationToken cancellation)
    {
        var port = FreePort.Next();
        var directory = workspace.NewDirectory("embedded");
        var target = new RunningTarget(port);
        target.Add(ChildProcess.Start(
            "gateway",
            workspace.Artifact("Gateway", "Realtime.Gateway"),
            [
                "--config", GatewayConfiguration.Write(directory, upstream), "--host", "127.0.0.1", "--port", $"{port}",
                "--data", Path.Combine(directory, "data"),
            ],
            workspace.Options.Environment));
        return target.WhenAsync(() => Readiness.HttpAsync(port, target.Processes, cancellation));
    }
}
