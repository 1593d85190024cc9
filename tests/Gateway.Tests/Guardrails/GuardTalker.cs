using System.Text.Json.Nodes;
using Realtime.Gateway.Tests.Running;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Inspection;

namespace Realtime.Gateway.Tests.Guardrails;

/// <summary>A client of a guarded session that keeps all it got, and what the provider of the session got.</summary>
internal sealed class GuardTalker : IAsyncDisposable
{
    private readonly GuardFixture _fixture;
    private readonly TestClient _client = new();

    private GuardTalker(GuardFixture fixture) => _fixture = fixture;

    /// <summary>Gets a word in the session's settings that is also its tag, by which it is known among all the others.</summary>
    public string Mark { get; } = "mark" + Guid.NewGuid().ToString("N")[..10];

    /// <summary>Gets a value indicating whether the session is set to tell the client what it said.</summary>
    public bool IsToldTranscripts { get; private set; }

    public List<JsonNode> Got { get; } = [];

    public IEnumerable<string> GotTypes => Got.Select(json => (string)json["type"]!);

    /// <summary>Gets what the provider got on the last connection.</summary>
    public IReadOnlyList<ReceivedEvent> ProviderGot => Connections is [.., var last] ? last.Received : [];

    /// <summary>Gets the session's connections, one after the other.</summary>
    public IReadOnlyList<SimulatedConnection> Connections => _fixture.Connections(Mark);

    /// <summary>Opens a session.</summary>
    /// <param name="fixture">The gateway.</param>
    /// <param name="model">The model.</param>
    /// <param name="guardrail">The guardrail that it asks for.</param>
    /// <param name="instructions">Its instructions, which get the mark.</param>
    /// <param name="input">The settings of its audio input, as JSON.</param>
    public static async Task<GuardTalker> OpenAsync(GuardFixture fixture, string model, string guardrail, string instructions = "", string input = "{}")
    {
        var talker = new GuardTalker(fixture);
        talker._client.Header("Authorization", "Bearer " + RunningGateway.MasterKey).Header("x-litellm-tags", talker.Mark);
        await talker._client.ConnectAsync(fixture.Gateway.Url($"/v1/realtime?model={model}&guardrails={Uri.EscapeDataString(guardrail)}"));
        await talker.UntilAsync("session.created");
        await talker._client.SendAsync($$$$"""
            {"type":"session.update","session":{"type":"realtime","instructions":"{{{{talker.Mark}}}} {{{{instructions}}}}","audio":{"input":{{{{input}}}} } } }
            """);
        var settings = await talker.UntilAsync("session.updated");
        talker.IsToldTranscripts = settings["session"]!["audio"]?["input"]?["transcription"] is JsonObject;
        return talker;
    }

    public Task WriteAsync(string text) => _client.SendAsync(
        $$$"""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"{{{text}}}"}]}}""");

    public Task AskAsync() => _client.SendAsync("""{"type":"response.create"}""");

    /// <summary>Says something, with the silence that ends a turn, in one event: a busy machine makes no pause in it.</summary>
    public Task SayAsync(string text)
    {
        byte[] audio = [.. SpokenText.Speak(text), .. new byte[SpokenText.Rate * 2 * 3 / 2]];
        return _client.SendAsync($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(audio)}}"}""");
    }

    /// <summary>Has the model tell all that it knows of the conversation.</summary>
    /// <returns>The words of its answer.</returns>
    public async Task<string> ReciteAsync()
    {
        await WriteAsync("recite history");
        await AskAsync();
        var done = await UntilAsync("response.done");
        ((string)done["response"]!["status"]!).ShouldBe("completed", "the answer to a clean question");
        return Words(done);
    }

    /// <summary>Reads the words of a <c>response.done</c>.</summary>
    public static string Words(JsonNode done) => string.Concat(
        done["response"]!["output"]!.AsArray().SelectMany(item => item!["content"]?.AsArray() ?? [])
            .Select(part => (string?)part!["transcript"] ?? (string?)part["text"]));

    /// <summary>Reads on until an event of one of the types comes, and gives it.</summary>
    public async Task<JsonNode> UntilAsync(params string[] types)
    {
        while (true)
        {
            Received received;
            try
            {
                received = await _client.ReceiveAsync();
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"no {string.Join(", ", types)}");
            }

            received.IsClose.ShouldBeFalse($"closed ({received.CloseCode} {received.CloseReason}) while waiting for {string.Join(", ", types)}");
            Got.Add(received.Json);
            if (types.Contains(received.Type))
            {
                return received.Json;
            }
        }
    }

    /// <summary>Tells what went to and fro, for who reads of a failure.</summary>
    public string Tell() => "    client got " + Counted(GotTypes) + string.Concat(
        Connections.Select(connection => $"\n    provider got on {connection.Number} " + Counted(connection.Received.Select(received => received.Type))));

    public Task CloseAsync() => _client.CloseAsync();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    // Many of one type after another are told as one.
    private static string Counted(IEnumerable<string> types)
    {
        var runs = new List<(string Type, int Count)>();
        foreach (var type in types)
        {
            if (runs is [.., var last] && last.Type == type)
            {
                runs[^1] = (type, last.Count + 1);
            }
            else
            {
                runs.Add((type, 1));
            }
        }

        return string.Join(", ", runs.Select(run => run.Count == 1 ? run.Type : $"{run.Count}x {run.Type}"));
    }
}
