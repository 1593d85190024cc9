using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.EndToEnd.Tests.Soak;

/// <summary>One visitor of the soak, from its connect to its end.</summary>
/// <param name="kind">What it does.</param>
/// <param name="gateway">Chooses a gateway's port for each connect.</param>
/// <param name="key">Its key.</param>
/// <param name="random">Its source of chance.</param>
internal sealed class Visit(VisitKind kind, Func<int> gateway, string key, Random random) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    // Longer than a gateway takes to find a vanished client (one ping's interval and its time-out).
    private static readonly TimeSpan Vanished = TimeSpan.FromSeconds(20);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private ClientWebSocket _socket = new();
    private string? _token;
    private string? _lastEvent;

    /// <summary>Runs the visit.</summary>
    /// <returns>What came of it; <c>as meant</c> where nothing was amiss.</returns>
    public async Task<string> RunAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await RunAsync(patience.Token) ?? "as meant";
        }
        catch (WebSocketException exception)
        {
            return _socket.HttpStatusCode is 0 or System.Net.HttpStatusCode.SwitchingProtocols
                ? $"{kind}: {exception.WebSocketErrorCode}"
                : $"{kind}: refused with {(int)_socket.HttpStatusCode}";
        }
        catch (OperationCanceledException)
        {
            return $"{kind}: nothing for {Patience.TotalSeconds} s";
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string?> RunAsync(CancellationToken cancel)
    {
        if (kind == VisitKind.Stranger)
        {
            return await StrangerAsync(cancel);
        }

        await ConnectAsync("model=voice", key, cancel);
        switch (kind)
        {
            case VisitKind.Idle:
                await PauseAsync(3, cancel);
                return await CloseAsync(cancel);
            case VisitKind.Break:
                await SayAsync(0, 300, cancel);
                await HearAsync(stopAtFirst: true, cancel);
                _socket.Abort();
                return null;
            case VisitKind.Vanish:
                await SayAsync(0, 300, cancel);
                await Task.Delay(Vanished, TimeProvider.System, cancel);
                _socket.Abort();
                return null;
            case VisitKind.Return:
                return await ReturnAsync(cancel);
            default:
                return await TalkAsync(cancel);
        }
    }

    private async Task<string?> TalkAsync(CancellationToken cancel)
    {
        for (var turn = random.Next(1, 5); turn > 0; turn--)
        {
            var said = await SayAsync(turn, random.Next(10, 60), cancel);
            var heard = await HearAsync(stopAtFirst: false, cancel);
            if (heard != said)
            {
                return $"{kind}: {(heard.StartsWith('!') ? heard[1..] : "another answer")}";
            }

            await PauseAsync(2, cancel);
        }

        return await CloseAsync(cancel);
    }

    private async Task<string?> ReturnAsync(CancellationToken cancel)
    {
        var said = await SayAsync(1, 200, cancel);
        await HearAsync(stopAtFirst: true, cancel);
        _socket.Abort();
        await PauseAsync(2, cancel);
        await ConnectAsync($"resume={_token}&last_event_id={_lastEvent}", key, cancel);
        var heard = await HearAsync(stopAtFirst: false, cancel);

        // Its beginning was heard before.
        return !heard.StartsWith('!') && said.EndsWith(heard, StringComparison.Ordinal) && heard.Length > 0
            ? await CloseAsync(cancel)
            : $"{kind}: {(heard.StartsWith('!') ? heard[1..] : "another answer")}";
    }

    private async Task<string?> StrangerAsync(CancellationToken cancel)
    {
        var (query, with, status) = random.Next(3) switch
        {
            0 => ("model=voice", "sk-nobody", 401),
            1 => ("model=nothing", key, 404),
            _ => ($"resume={new string('A', 20)}", key, 400),
        };
        try
        {
            await ConnectAsync(query, with, cancel);
            return $"{kind}: was let in";
        }
        catch (WebSocketException) when ((int)_socket.HttpStatusCode == status)
        {
            return null;
        }
    }

    private async Task ConnectAsync(string query, string with, CancellationToken cancel)
    {
        _socket.Dispose();
        _socket = new ClientWebSocket();
        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.SetRequestHeader("Authorization", "Bearer " + with);
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway()}/v1/realtime?{query}"), cancel);
        _token = _socket.HttpResponseHeaders?.TryGetValue("x-realtime-resume-token", out var values) == true ? values.First() : null;
        _socket.HttpResponseHeaders = null;
    }

    private async Task<string> SayAsync(int turn, int words, CancellationToken cancel)
    {
        var text = string.Join(' ', Enumerable.Range(turn * 1000, words));
        var item = new JsonObject
        {
            ["type"] = "message",
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = "say exactly " + text }),
        };
        await SendAsync(new JsonObject { ["type"] = "conversation.item.create", ["item"] = item }, cancel);
        await SendAsync(
            new JsonObject { ["type"] = "response.create", ["response"] = new JsonObject { ["output_modalities"] = new JsonArray("text") } }, cancel);
        return text;
    }

    private Task SendAsync(JsonObject message, CancellationToken cancel) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, cancel);

    // Gives the answer; what was amiss with it begins with "!".
    private async Task<string> HearAsync(bool stopAtFirst, CancellationToken cancel)
    {
        var words = new StringBuilder();
        while (true)
        {
            if (await ReadAsync(cancel) is not { } message)
            {
                return $"!closed with {(int?)_socket.CloseStatus}";
            }

            switch ((string?)message["type"])
            {
                case "response.created":
                    words.Clear();
                    break;
                case "response.output_text.delta":
                    words.Append((string?)message["delta"]);
                    if (stopAtFirst)
                    {
                        return words.ToString();
                    }

                    break;
                case "response.done" when (string?)message["response"]!["status"] == "completed":
                    return words.ToString();
                case "response.done" when IsCut(message):
                    break;
                case "response.done":
                    return "!a failed response";
                case "error":
                    return $"!error {(string?)message["error"]!["code"]}";
            }
        }
    }

    private static bool IsCut(JsonNode done)
    {
        var error = done["response"]!["status_details"]?["error"];
        return (string?)error?["code"] == "upstream_lost";
    }

    private async Task<JsonNode?> ReadAsync(CancellationToken cancel)
    {
        var length = 0;
        ValueWebSocketReceiveResult read;
        do
        {
            read = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancel);
            length += read.Count;
        }
        while (!read.EndOfMessage);
        if (read.MessageType == WebSocketMessageType.Close)
        {
            return null;
        }

        var message = JsonNode.Parse(_buffer.AsSpan(0, length))!;
        _lastEvent = (string?)message["event_id"] ?? _lastEvent;
        return message;
    }

    private async Task<string?> CloseAsync(CancellationToken cancel)
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancel);
        while (await ReadAsync(cancel) is not null)
        {
            // What came before the close.
        }

        return null;
    }

    private Task PauseAsync(double maxSeconds, CancellationToken cancel) =>
        Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * maxSeconds), TimeProvider.System, cancel);
}
