using System.Diagnostics;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Hosting;

public sealed class ProcessTests
{
    [Fact]
    public async Task Process_ends_cleanly_on_SIGTERM_with_a_session_open()
    {
        using var process = Start("--port", "0");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            var address = line!["Simulator listening on ".Length..];
            using var socket = new System.Net.WebSockets.ClientWebSocket();
            socket.Options.SetRequestHeader("Authorization", "Bearer sk-test");
            await socket.ConnectAsync(new Uri(address.Replace("http:", "ws:", StringComparison.Ordinal) + "v1/realtime?model=m"), TestContext.Current.CancellationToken);
            await TerminateAsync(process);
            var buffer = new byte[65536];
            while ((await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken)).MessageType != System.Net.WebSockets.WebSocketMessageType.Close)
            {
                // The session's first event comes before the end.
            }

            ((int?)socket.CloseStatus).ShouldBe(1001);
            await socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    [Fact]
    public async Task Process_refuses_arguments_it_cannot_read()
    {
        using var process = Start("--port", "many");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(2);
        (await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("--port many");
    }

    [Fact]
    public async Task Host_ends_every_session_when_it_is_disposed()
    {
        var host = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var client = await TestClient.ConnectAsync(host, "/v1/realtime?model=m");
        await client.NextAsync("session.created");
        var end = client.EndAsync();
        var disposal = host.DisposeAsync().AsTask();
        await end;
        ((int?)client.CloseStatus).ShouldBe(1001);
        await client.CloseAsync();
        await disposal.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        host.Connections.ShouldAllBe(connection => connection.IsOver);
    }

    private static async Task TerminateAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Realtime.Simulator.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
