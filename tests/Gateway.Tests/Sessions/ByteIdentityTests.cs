using System.Net.WebSockets;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>What the gateway need not change goes through as the bytes it came as.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ByteIdentityTests(GatewayFixture fixture)
{
    private static readonly string[] ClientTypes =
    [
        "session.update", "input_audio_buffer.append", "input_audio_buffer.commit", "input_audio_buffer.clear", "conversation.item.create",
        "conversation.item.retrieve", "conversation.item.truncate", "conversation.item.delete", "response.create", "response.cancel",
        "output_audio_buffer.clear", "something.new",
    ];

    private static readonly string[] ServerTypes =
    [
        "error", "session.updated", "conversation.created", "conversation.item.created", "conversation.item.added", "conversation.item.done",
        "conversation.item.retrieved", "conversation.item.truncated", "conversation.item.deleted",
        "conversation.item.input_audio_transcription.delta", "conversation.item.input_audio_transcription.completed",
        "conversation.item.input_audio_transcription.failed", "input_audio_buffer.committed", "input_audio_buffer.cleared",
        "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "response.created", "response.done",
        "response.output_item.added", "response.output_item.done", "response.content_part.added", "response.content_part.done",
        "response.output_text.delta", "response.output_text.done", "response.output_audio.delta", "response.output_audio.done",
        "response.output_audio_transcript.delta", "response.output_audio_transcript.done", "response.function_call_arguments.delta",
        "response.function_call_arguments.done", "rate_limits.updated", "something.new", "response.audio.delta", "response.text.delta",
    ];

    public static TheoryData<string> Dialects => ["ga", "beta"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Events_of_every_type_go_up_byte_for_byte(string dialect)
    {
        var (model, name) = GatewayFixture.NewModel(dialect);
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model, dialect);
        using var provider = await accepted;
        await client.ReceiveAsync();

        foreach (var type in ClientTypes)
        {
            var text = Odd(type);
            await client.SendAsync(text);
            (await provider.ReceiveAsync()).Text.ShouldBe(text);
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Events_of_every_type_come_down_byte_for_byte(string dialect)
    {
        var (model, name) = GatewayFixture.NewModel(dialect);
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model, dialect);
        using var provider = await accepted;
        await client.ReceiveAsync();

        foreach (var type in ServerTypes)
        {
            var text = Odd(type);
            await provider.SendAsync(text);
            (await client.ReceiveAsync()).Text.ShouldBe(text);
        }
    }

    [Fact]
    public async Task Type_that_stands_last_or_is_escaped_changes_nothing()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();
        string[] texts =
        [
            """{"session":{"instructions":"type"},"type":"session.update"}""",
            """{"t\u0079pe":"response\u002ecreate"}""",
            """{"nested":{"type":"session.update"},"type":"x"}""",
        ];

        foreach (var text in texts)
        {
            await client.SendAsync(text);
            (await provider.ReceiveAsync()).Text.ShouldBe(text);
            await provider.SendAsync(text);
            (await client.ReceiveAsync()).Text.ShouldBe(text);
        }
    }

    [Fact]
    public async Task Binary_messages_stay_binary_both_ways()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();
        byte[] bytes = [0, 255, 1, 254, 0x7B];

        await client.SendAsync(bytes, WebSocketMessageType.Binary);
        var up = await provider.ReceiveAsync();
        await provider.SendAsync(bytes, WebSocketMessageType.Binary);
        var down = await client.ReceiveAsync();

        up.Kind.ShouldBe(WebSocketMessageType.Binary);
        up.Bytes.ShouldBe(bytes);
        down.Kind.ShouldBe(WebSocketMessageType.Binary);
        down.Bytes.ShouldBe(bytes);
    }

    // What a program that parses and writes again would change: spaces, order, numbers, escapes and letters of all kinds.
    private static string Odd(string type) =>
        "{ \"zz\" :\t1.0e+2 ,\r\n  \"type\":\"" + type + "\",\"big\":123456789012345678901234567890, \"esc\":\"\\u00e9\\/\",\"Grüße 日本 😀\":[ ],\"a\":-0.0,"
        + "\"event_id\":\"e\" , \"delta\":\"AAAA\" }";
}
