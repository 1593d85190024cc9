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
    private readonly string _mark;

    private GuardTalker(GuardFixture fixture, string mark) => (_fixture, _mark) = (fixture, mark);

    public List<JsonNode> Got { get; } = [];

    /// <summary>Gets everything that the provider got after the session's settings, as text.</summary>
    public IReadOnlyList<ReceivedEvent> ProviderGot => [.. Connection.Received];

    public SimulatedConnection Connection => Connections[^1];

    /// <summary>Gets the session's connections, one after the other.</summary>
    public IReadOnlyList<SimulatedConnection> Connections =>
        [.. _fixture.Simulator.Connections.Where(connection => connection.Received.Any(r => r.Text.Contains(_mark, StringComparison.Ordinal)))];

    public static async Task<GuardTalker> OpenAsync(GuardFixture fixture, string model, string guardrail)
    {
        var talker = new GuardTalker(fixture, "mark" + Guid.NewGuid().ToString("N")[..10]);
        talker._client.Header("Authorization", "Bearer " + RunningGateway.MasterKey);
        await talker._client.ConnectAsync(fixture.Gateway.Url($"/v1/realtime?model={model}&guardrails={Uri.EscapeDataString(guardrail)}"));
        await talker.UntilAsync("session.created");

        // By which the provider's end of it is known among all the others.
        await talker._client.SendAsync($$$"""{"type":"session.update","session":{"type":"realtime","instructions":"{{{talker._mark}}}"}}""");
        await talker.UntilAsync("session.updated");
        return talker;
    }

    public Task WriteAsync(string text) => _client.SendAsync(
        $$$"""{"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"{{{text}}}"}]}}""");

    public Task AskAsync() => _client.SendAsync("""{"type":"response.create"}""");

    /// <summary>Says something, with the silence that ends a turn.</summary>
    public async Task SayAsync(string text)
    {
        byte[] audio = [.. SpokenText.Speak(text), .. new byte[SpokenText.Rate * 2 * 3 / 2]];
        foreach (var chunk in audio.Chunk(SpokenText.Rate / 5 * 2))
        {
            await _client.SendAsync($$"""{"type":"input_audio_buffer.append","audio":"{{Convert.ToBase64String(chunk)}}"}""");
        }
    }

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
                throw new TimeoutException(
                    $"no {string.Join(", ", types)}; client got {string.Join(", ", Got.Select(json => json["type"]))}; provider got {string.Join(", ", ProviderGot.Select(got => got.Type))}");
            }

            received.IsClose.ShouldBeFalse($"closed while waiting for {string.Join(", ", types)}");
            Got.Add(received.Json);
            if (types.Contains(received.Type))
            {
                return received.Json;
            }
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
