using Realtime.Bench.Runner.Processes;

namespace Realtime.Bench.Runner.Targets;

/// <summary>One gateway and one silo as processes of their own, on Redis. CPU and memory are those of both; Redis is not on a frame's way.</summary>
internal sealed class ClusterTarget : ITarget
{
    public string Name => "cluster";

    public string? MissingBecause(Workspace workspace)
    {
        if (Workspace.Installed("redis-server") is null)
        {
            return "redis-server is not installed";
        }

        return File.Exists(workspace.Artifact("Gateway", "Realtime.Gateway")) && File.Exists(workspace.Artifact("Silo", "Realtime.Silo"))
            ? null
            : "src/Gateway and src/Silo are not built (dotnet build -c Release)";
    }

    public Task<RunningTarget> StartAsync(Workspace workspace, UpstreamPorts upstream, CancellationToken cancellation)
    {
        var directory = workspace.NewDirectory("cluster");
        var configuration = GatewayConfiguration.Write(directory, GatewayConfiguration.OpenAi(upstream));
        var (redis, port) = (FreePort.Next(), FreePort.Next());
        var environment = workspace.Options.Environment;
        var target = new RunningTarget(port);
        return target.WhenAsync(async () =>
        {
            var store = target.Add(
                ChildProcess.Start(
                    "redis",
                    Workspace.Installed("redis-server")!,
                    ["--port", $"{redis}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory],
                    environment),
                isMeasured: false);
            await Readiness.TcpAsync(redis, store, cancellation);
            target.Add(ChildProcess.Start(
                "silo",
                workspace.Artifact("Silo", "Realtime.Silo"),
                [
                    "--config", configuration, "--cluster", $"127.0.0.1:{redis}",
                    "--silo-port", $"{FreePort.Next()}", "--client-port", $"{FreePort.Next()}",
                ],
                environment));
            target.Add(ChildProcess.Start(
                "gateway",
                workspace.Artifact("Gateway", "Realtime.Gateway"),
                [
                    "--config", configuration, "--cluster", $"127.0.0.1:{redis}", "--host", "127.0.0.1", "--port", $"{port}",
                    "--data", Path.Combine(directory, "data"),
                ],
                environment));
            await Readiness.HttpAsync(port, target.Processes, cancellation);
        });
    }
}
