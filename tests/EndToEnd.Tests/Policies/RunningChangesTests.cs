using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Realtime.EndToEnd.Tests.Chaos;
using Realtime.EndToEnd.Tests.Cluster;

namespace Realtime.EndToEnd.Tests.Policies;

/// <summary>What an administrator changes reaches the sessions that run, on every silo and over every gateway.</summary>
public sealed class RunningChangesTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Sessions = 6;
    private const string Forbidden = """{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"a forbidden word"}]}}""";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly List<ClientWebSocket> _sockets = [];
    private ChaosCluster? _cluster;

    private ChaosCluster Cluster => _cluster!;

    public async ValueTask DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task Guardrails_of_a_key_and_its_end_reach_its_sessions_on_all_silos()
    {
        _cluster = await ChaosCluster.StartAsync(2, 2, 1, ports => """
            guardrails:
              - guardrail_name: words
                litellm_params: {guardrail: litellm_content_filter, mode: pre_call, blocked_words: [{keyword: forbidden, action: BLOCK}]}

            """ + ChaosModels.Config(ChaosModels.OpenAi(ports[0]), ""), withDatabase: true);
        var key = (await Cluster.AskAsync("/key/generate", new { })).GetProperty("key").GetString()!;
        foreach (var gateway in Enumerable.Range(0, Sessions).Select(index => Cluster.Gateways.Keys.ElementAt(index % 2)))
        {
            await OpenAsync(gateway, key);
        }

        (await Task.WhenAll(Cluster.Silos.Keys.Select(Cluster.SessionsOnAsync))).ShouldAllBe(held => held > 0);
        (await SaidAsync()).ShouldAllBe(type => type == "conversation.item.added");

        var watch = Stopwatch.StartNew();
        await Cluster.AskAsync("/key/update", new { key, guardrails = new[] { "words" } });
        await Until.TrueAsync("every session is guarded", Deadline, async () => (await SaidAsync()).All(type => type == "guardrail_violation"));
        output.WriteLine($"guardrails of a key held in all {Sessions} sessions after {watch.Elapsed.TotalSeconds:0.00} s");

        watch.Restart();
        await Cluster.AskAsync("/key/update", new { key, guardrails = Array.Empty<string>() });
        await Until.TrueAsync("no session is guarded", Deadline, async () => (await SaidAsync()).All(type => type == "conversation.item.added"));
        output.WriteLine($"and were gone after {watch.Elapsed.TotalSeconds:0.00} s");

        watch.Restart();
        await Cluster.AskAsync("/key/block", new { key });
        (await Task.WhenAll(_sockets.Select(CloseOfAsync))).ShouldAllBe(code => code == 1008);
        output.WriteLine($"all sessions of a blocked key had ended after {watch.Elapsed.TotalSeconds:0.00} s");
    }

    private async Task OpenAsync(int gateway, string key)
    {
        var socket = new ClientWebSocket();
        _sockets.Add(socket);
        socket.Options.SetRequestHeader("Authorization", "Bearer " + key);
        using var deadline = new CancellationTokenSource(Deadline);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway}/v1/realtime?model=voice"), deadline.Token);
    }

    /// <summary>Lets every session say the word, and tells what each heard of it.</summary>
    private Task<string[]> SaidAsync() => Task.WhenAll(_sockets.Select(async socket =>
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await socket.SendAsync(Encoding.UTF8.GetBytes(Forbidden), WebSocketMessageType.Text, true, deadline.Token);
        while (true)
        {
            var message = (await ReadAsync(socket, deadline.Token)).ShouldNotBeNull($"closed with {socket.CloseStatus}");
            switch (message.GetProperty("type").GetString())
            {
                case "conversation.item.added":
                    return "conversation.item.added";
                case "error":
                    return message.GetProperty("error").GetProperty("type").GetString()!;
            }
        }
    }));

    private static async Task<int> CloseOfAsync(ClientWebSocket socket)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (await ReadAsync(socket, deadline.Token) is not null)
        {
            // What came before.
        }

        return (int)socket.CloseStatus!;
    }

    private static async Task<JsonElement?> ReadAsync(ClientWebSocket socket, CancellationToken deadline)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(), deadline);
            message.Write(buffer.AsSpan(0, received.Count));
        }
        while (!received.EndOfMessage);
        return received.MessageType == WebSocketMessageType.Close ? null : JsonDocument.Parse(message.ToArray()).RootElement;
    }
}
