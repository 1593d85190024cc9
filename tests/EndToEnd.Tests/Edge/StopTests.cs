using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Realtime.EndToEnd.Tests.Cluster;
using Realtime.Hosting.Cluster;

namespace Realtime.EndToEnd.Tests.Edge;

/// <summary>The gateway's process under signals.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly int _port = FreePorts.Find(1)[0];
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("realtime-stop-");
    private ClusterProcess? _gateway;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var address = $"http://127.0.0.1:{_port}";
        _gateway = ClusterProcess.Start("gateway", "dotnet", Installed.Build("Gateway"), "--port", $"{_port}", "--data", _data.FullName);
        using var http = new HttpClient();
        await Until.TrueAsync("the gateway is ready", Deadline, async () =>
        {
            try
            {
                using var response = await http.GetAsync(address + "/health/readiness", Cancel);
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway!.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Terminate_tells_the_clients_1012_and_exits_with_0()
    {
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://127.0.0.1:{_port}/v1/realtime?model=demo"), Cancel);
        ((string?)JsonNode.Parse((await ReceiveAsync(client))!)!["type"]).ShouldBe("session.created");

        _gateway!.Signal(PosixSignalNumber.Terminate);

        (await ReceiveAsync(client)).ShouldBeNull();
        ((int?)client.CloseStatus).ShouldBe(1012);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        (await _gateway.ExitAsync(Deadline)).ShouldBe(0, _gateway.Output);
    }

    [Fact]
    public async Task Terminate_without_sessions_exits_with_0()
    {
        _gateway!.Signal(PosixSignalNumber.Terminate);

        (await _gateway.ExitAsync(Deadline)).ShouldBe(0, _gateway.Output);
    }

    private static async Task<string?> ReceiveAsync(ClientWebSocket client)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult result;
        do
        {
            result = await client.ReceiveAsync(buffer.AsMemory(), Cancel).AsTask().WaitAsync(Deadline, TimeProvider.System, Cancel);
            text.Write(buffer.AsSpan(0, result.Count));
        }
        while (!result.EndOfMessage);
        return result.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(text.ToArray());
    }
}
