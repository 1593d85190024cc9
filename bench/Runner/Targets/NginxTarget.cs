using Realtime.Bench.Runner.Processes;

namespace Realtime.Bench.Runner.Targets;

/// <summary>nginx as a WebSocket proxy, with a worker for each processor.</summary>
internal sealed class NginxTarget : ITarget
{
    public string Name => "nginx";

    public string? MissingBecause(Workspace workspace) => Workspace.Installed("nginx") is null ? "nginx is not installed" : null;

    public Task<RunningTarget> StartAsync(Workspace workspace, UpstreamPorts upstream, CancellationToken cancellation)
    {
        var port = FreePort.Next();
        var directory = workspace.NewDirectory("nginx");
        var configuration = Path.Combine(directory, "nginx.conf");
        File.WriteAllText(configuration, Configuration(directory, port, upstream.WebSocket));
        var target = new RunningTarget(port);
        var master = target.Add(ChildProcess.Start(
            "nginx",
            Workspace.Installed("nginx")!,
            ["-c", configuration, "-p", directory, "-e", Path.Combine(directory, "error.log")],
            workspace.Options.Environment));
        return target.WhenAsync(async () =>
        {
            await Readiness.HttpAsync(port, target.Processes, cancellation);
            var workers = await File.ReadAllTextAsync($"/proc/{master.Id}/task/{master.Id}/children", cancellation);
            target.Measured.AddRange(workers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
        });
    }

    private static string Configuration(string directory, int port, int upstream) => $$"""
        {{(Environment.UserName == "root" ? "user root;" : "")}}
        daemon off;
        worker_processes auto;
        worker_rlimit_nofile 16384;
        pid {{directory}}/nginx.pid;
        error_log {{directory}}/error.log;
        events { worker_connections 8192; }
        http {
          access_log off;
          client_body_temp_path {{directory}}/body;
          proxy_temp_path {{directory}}/proxy;
          fastcgi_temp_path {{directory}}/fastcgi;
          uwsgi_temp_path {{directory}}/uwsgi;
          scgi_temp_path {{directory}}/scgi;
          server {
            listen 127.0.0.1:{{port}} backlog=2048;
            location / {
              proxy_pass http://127.0.0.1:{{upstream}};
              proxy_http_version 1.1;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection $http_connection;
              proxy_read_timeout 1h;
              proxy_send_timeout 1h;
            }
          }
        }
        """;
}
