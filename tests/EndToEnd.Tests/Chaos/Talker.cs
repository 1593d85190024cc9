using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Realtime.EndToEnd.Tests.Chaos;

/// <summary>
/// A client in conversation: it says something, waits for the whole answer, holds it to the letter, and now and then asks about an earlier
/// turn. Where it may, it returns to its session when it loses its connection.
/// </summary>
internal sealed class Talker : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(60);

    // Hundreds that never pause for breath would measure how busy the machine is with them.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(ChaosScale.Of(0, 1000));

    private readonly Func<int> _gateway;
    private readonly string _name;
    private readonly string _key;
    private readonly bool _resumes;
    private readonly HashSet<string> _eventIds = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<JsonObject> _events = Channel.CreateUnbounded<JsonObject>();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private volatile TalkerConnection _connection = new(new ClientWebSocket(), 0);
    private string? _token;
    private string? _lastEvent;
    private JsonObject[] _asked = [];
    private volatile Task _mayReturn = Task.CompletedTask;
    private int _unheard;
    private int _askedOver;
    private string _said = "";
    private string _before = "";
    private Task _talk = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;

    private Talker(string name, Func<int> gateway, bool resumes, string key) =>
        (_name, _gateway, _resumes, _key) = (name, gateway, resumes, key);

    /// <summary>Gets the whole answers so far.</summary>
    public int Turns { get; private set; }

    /// <summary>Gets how often the client had to return, and did.</summary>
    public int Returns => _connection.Returns;

    /// <summary>Gets how many answers were cut and begun anew.</summary>
    public int Cuts { get; private set; }

    /// <summary>Gets a value indicating whether an answer is under way and words of it have come.</summary>
    public bool IsHearing { get; private set; }

    /// <summary>Gets a value indicating whether it waits between two turns for <see cref="Gate"/>.</summary>
    public bool IsAtGate { get; private set; }

    /// <summary>Gets or sets what it waits for before each turn.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Gets the longest waits within a turn without any event, one for each turn that had one over 20 ms.</summary>
    public ConcurrentQueue<TimeSpan> Gaps { get; } = new();

    /// <summary>Gets what went wrong: an answer that is not the expected one, an event that came twice, a connection that ended.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>Opens a session and begins to talk.</summary>
    /// <param name="name">The client's name, of which it speaks.</param>
    /// <param name="gateway">Chooses a gateway's port whenever it connects.</param>
    /// <param name="resumes">Whether it returns after a loss.</param>
    /// <param name="words">How long the answers are that it asks for.</param>
    /// <param name="model">The model.</param>
    /// <param name="key">The key.</param>
    public static async Task<Talker> StartAsync(
        string name, Func<int> gateway, bool resumes, int words, string model = "voice", string key = ChaosCluster.MasterKey)
    {
        var talker = new Talker(name, gateway, resumes, key);
        await talker.ConnectAsync($"model={model}", returns: 0);
        talker._reading = Task.Run(talker.ReadAllAsync);
        talker._talk = Task.Run(() => talker.TalkAsync(words));
        return talker;
    }

    /// <summary>Breaks the connection without a word, and returns no sooner than it may.</summary>
    public void Leave(Task until)
    {
        _mayReturn = until;
        _connection.Socket.Abort();
    }

    /// <summary>Ends the talk after the turn that is under way, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (!IsAtGate)
        {
            await _talk;
        }

        var socket = _connection.Socket;
        if (socket.State == WebSocketState.Open)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).WaitAsync(CloseTime, TimeProvider.System);
        }
        else
        {
            socket.Abort();
        }

        try
        {
            await _reading.WaitAsync(CloseTime, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_name}: nobody answered its close within {CloseTime}; socket {socket.State}, returns {Returns}, turns {Turns}");
        }
        finally
        {
            _connection.Socket.Dispose();
            _stop.Dispose();
        }
    }

    private async Task TalkAsync(int words)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                if (Gate is { IsCompleted: false } gate)
                {
                    IsAtGate = true;
                    await gate;
                    IsAtGate = false;
                }

                await TurnAsync(words);
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or HttpRequestException or InvalidOperationException)
        {
            Faults.Enqueue($"{_name}, turn {Turns}: {exception.Message}");
        }
    }

    private async Task TurnAsync(int words)
    {
        var asksBack = Turns % 3 == 2;
        _said = asksBack ? "what did I say 1 turns ago" : $"say exactly {_name} {string.Join(' ', Enumerable.Range(Turns * words, words))}";
        var expected = asksBack ? _before : _said["say exactly ".Length..];
        _asked =
        [
            new JsonObject
            {
                ["type"] = "conversation.item.create",
                ["item"] = new JsonObject
                {
                    ["id"] = $"item_{_name}_{Turns}",
                    ["type"] = "message",
                    ["role"] = "user",
                    ["content"] = new JsonArray(new JsonObject { ["type"] = "input_text", ["text"] = _said }),
                },
            },
            new JsonObject
            {
                ["type"] = "response.create",
                ["response"] = new JsonObject { ["output_modalities"] = new JsonArray("text") },
            },
        ];
        _unheard = _asked.Length;
        await AskAsync();
        var answer = await AnswerAsync();
        if (answer != expected)
        {
            Faults.Enqueue($"{_name}, turn {Turns}: asked '{Short(_said)}', heard '{Short(answer)}'");
        }

        _before = _said;
        Turns++;
    }

    // A response that was cut is followed by another one by itself.
    private async Task<string> AnswerAsync()
    {
        var longest = TimeSpan.Zero;
        var words = new StringBuilder();
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            var message = await NextAsync();
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(asked).Ticks));
            switch ((string?)message["type"])
            {
                case "response.created":
                    words.Clear();
                    break;
                case "response.output_text.delta":
                    words.Append((string?)message["delta"]);
                    IsHearing = true;
                    break;
                case "response.done" when (string?)message["response"]!["status"] == "completed":
                    IsHearing = false;
                    if (longest > TimeSpan.FromMilliseconds(20))
                    {
                        Gaps.Enqueue(longest);
                    }

                    return words.ToString();
                case "response.done" when IsCut(message):
                    IsHearing = false;
                    Cuts++;
                    break;
                case "response.done" or "error":
                    Faults.Enqueue($"{_name}, turn {Turns}: {Short(message.ToJsonString())}");
                    return "";
            }
        }
    }

    // What was under way to a gateway when it died never came there, and only the client can know that nobody answers it.
    private async Task<JsonObject> NextAsync()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < AnswerTime)
        {
            if (_events.Reader.TryRead(out var message))
            {
                _unheard = (string?)message["type"] switch
                {
                    "conversation.item.added" => Math.Min(_unheard, 1),
                    "response.created" => 0,
                    _ => _unheard,
                };
                return message;
            }

            using var pause = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                if (!await _events.Reader.WaitToReadAsync(pause.Token))
                {
                    throw new InvalidOperationException("the connection ended");
                }
            }
            catch (OperationCanceledException) when (_resumes && _unheard > 0 && Returns > _askedOver)
            {
                await AskAsync();
            }
            catch (OperationCanceledException)
            {
                // Nothing yet.
            }
        }

        throw new InvalidOperationException(
            $"no event within {AnswerTime}; socket {_connection.Socket.State}, returns {Returns}, asked over {_askedOver}, {_unheard} unheard, last event {_lastEvent}");
    }

    // All over one connection, and it is noted which: what went into one that was being left is asked again over the next.
    private async Task AskAsync()
    {
        var connection = _connection;
        _askedOver = connection.Returns;
        foreach (var message in _asked[^_unheard..])
        {
            await SendAsync(connection.Socket, message);
        }
    }

    private async Task ConnectAsync(string query, int returns)
    {
        _connection.Socket.Dispose();
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader("Authorization", "Bearer " + _key);
            using var deadline = new CancellationTokenSource(AnswerTime);
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_gateway()}/v1/realtime?{query}"), deadline.Token);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _token = socket.HttpResponseHeaders?.TryGetValue("x-realtime-resume-token", out var values) == true ? values.First() : null;
        socket.HttpResponseHeaders = null;
        _connection = new TalkerConnection(socket, returns);
    }

    private async Task SendAsync(ClientWebSocket socket, JsonObject message)
    {
        using var deadline = new CancellationTokenSource(AnswerTime);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, deadline.Token);
        }
        catch (Exception exception) when (_resumes && !deadline.IsCancellationRequested
            && exception is WebSocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The reader notices too and returns; what was not heard of is asked again then.
        }
    }

    private async Task ReadAllAsync()
    {
        try
        {
            while (await ReadAsync() is { } message)
            {
                _events.Writer.TryWrite(message);
            }

            _events.Writer.TryComplete();
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            _events.Writer.TryComplete(new InvalidOperationException(exception.Message));
        }
    }

    private async Task<JsonObject?> ReadAsync()
    {
        var bytes = new ArraySegment<byte>(_buffer);
        while (true)
        {
            var socket = _connection.Socket;
            var length = 0;
            ValueWebSocketReceiveResult read;
            try
            {
                do
                {
                    (length < bytes.Count).ShouldBeTrue("a message is longer than the buffer");
                    read = await socket.ReceiveAsync(bytes[length..].AsMemory(), CancellationToken.None);
                    length += read.Count;
                }
                while (!read.EndOfMessage);
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException && _resumes && !_stop.IsCancellationRequested)
            {
                await ReturnAsync();
                continue;
            }

            if (read.MessageType == WebSocketMessageType.Close)
            {
                if (_stop.IsCancellationRequested)
                {
                    return null;
                }

                if (!_resumes)
                {
                    throw new WebSocketException($"closed with {(int?)socket.CloseStatus} {socket.CloseStatusDescription}");
                }

                await ReturnAsync();
                continue;
            }

            var message = JsonNode.Parse(bytes[..length])!.AsObject();
            if ((string?)message["event_id"] is { } id)
            {
                _lastEvent = id;
                if (!_eventIds.Add(id))
                {
                    Faults.Enqueue($"{_name}, turn {Turns}: event {id} came twice");
                }
            }

            return message;
        }
    }

    private async Task ReturnAsync()
    {
        await _mayReturn.WaitAsync(_stop.Token);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await ConnectAsync($"resume={_token}&last_event_id={_lastEvent}", Returns + 1);
                return;
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException && watch.Elapsed < TimeSpan.FromSeconds(12))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private static bool IsCut(JsonObject done) =>
        done["response"]!["status_details"] is JsonObject details && details["error"] is JsonObject error && (string?)error["code"] == "upstream_lost";

    private static string Short(string text) => text.Length <= 160 ? text : text[..80] + "..." + text[^80..];
}
