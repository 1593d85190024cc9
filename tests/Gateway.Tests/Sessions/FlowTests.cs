using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>Order, count and size of what goes through.</summary>
[Collection(GatewayCollection.Name)]
public sealed class FlowTests(GatewayFixture fixture)
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task Thousands_of_messages_both_ways_at_once_keep_order_and_count()
    {
        const int count = 5000;
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();

        await Task.WhenAll(
            SendNumberedAsync(client.Socket, "input_audio_buffer.append", count),
            SendNumberedAsync(provider.Socket, "response.output_audio.delta", count),
            ExpectNumberedAsync(provider.Socket, count),
            ExpectNumberedAsync(client.Socket, count));
    }

    [Theory]
    [InlineData("{\"type\":\"input_audio_buffer.append\",\"audio\":\"")]
    [InlineData("{\"type\":\"conversation.item.create\",\"item\":\"")]
    public async Task Message_of_21_MiB_goes_up(string start)
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();
        var message = Long(start, 21 * MiB);

        var send = client.SendAsync(message);
        var received = await provider.ReceiveAsync();
        await send;

        received.Bytes.AsSpan().SequenceEqual(message).ShouldBeTrue();
    }

    [Fact]
    public async Task Larger_message_ends_the_session_with_1009()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();
        var close = client.ReceiveAsync();

        await client.SendAsync(Long("{\"type\":\"x\",\"audio\":\"", (21 * MiB) + 1));

        (await close).CloseCode.ShouldBe((int)WebSocketCloseStatus.MessageTooBig);
        (await provider.ReceiveAsync()).IsClose.ShouldBeTrue();
    }

    [Theory]
    [InlineData("response.output_audio.delta")]
    [InlineData("response.done")]
    public async Task Message_of_60_MB_comes_down_whole(string type)
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();
        var message = Long("{\"type\":\"" + type + "\",\"delta\":\"", 60_000_000);

        var send = provider.SendAsync(message);
        var received = await client.ReceiveAsync();
        await send;

        received.Bytes.AsSpan().SequenceEqual(message).ShouldBeTrue();
    }

    [Fact]
    public async Task Error_reply_waits_for_the_end_of_a_long_message()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();
        var message = Long("{\"type\":\"response.output_audio.delta\",\"delta\":\"", 8 * MiB);
        await provider.Socket.SendAsync(message.AsMemory(0, 4 * MiB), WebSocketMessageType.Text, false, CancellationToken.None);
        var first = await client.Socket.ReceiveAsync(new byte[16].AsMemory(), CancellationToken.None);

        // The answer to a malformed event is ready while the provider's message is half through.
        var reading = client.ReceiveAsync();
        await client.SendAsync("no json");
        await client.SendAsync("""{"type":"after.malformed"}""");
        (await provider.ReceiveAsync()).Type.ShouldBe("after.malformed");
        await provider.Socket.SendAsync(message.AsMemory(4 * MiB), WebSocketMessageType.Text, true, CancellationToken.None);

        var rest = await reading;
        (first.Count + rest.Bytes.Length).ShouldBe(message.Length);
        rest.Bytes.AsSpan().SequenceEqual(message.AsSpan(first.Count)).ShouldBeTrue();
        (await client.ReceiveAsync()).Type.ShouldBe("error");
    }

    [Fact]
    public async Task Fragments_of_a_message_are_one_message_above()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();
        var message = Encoding.UTF8.GetBytes("""{"type":"fragmented","text":"Grüße 😀"}""");

        for (var index = 0; index < message.Length; index++)
        {
            await client.Socket.SendAsync(
                message.AsMemory(index, 1), WebSocketMessageType.Text, index == message.Length - 1, CancellationToken.None);
        }

        (await provider.ReceiveAsync()).Bytes.ShouldBe(message);
    }

    [Fact]
    public async Task Slow_reader_gets_everything_in_order()
    {
        const int count = 400;
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        await using var client = await fixture.Gateway.ConnectAsync(model);
        using var provider = await accepted;
        await client.ReceiveAsync();
        var padding = new string('A', 50_000);

        var send = SendNumberedAsync(provider.Socket, "response.output_audio.delta", count, padding);
        await Task.Delay(TimeSpan.FromMilliseconds(700), TimeProvider.System, TestContext.Current.CancellationToken);
        await ExpectNumberedAsync(client.Socket, count);
        await send;
    }

    internal static byte[] Long(string start, int length)
    {
        var message = new byte[length];
        message.AsSpan().Fill((byte)'A');
        Encoding.UTF8.GetBytes(start, message);
        "\"}"u8.CopyTo(message.AsSpan(length - 2));
        return message;
    }

    private static async Task SendNumberedAsync(WebSocket socket, string type, int count, string padding = "")
    {
        for (var number = 0; number < count; number++)
        {
            await Wire.SendAsync(socket, string.Create(CultureInfo.InvariantCulture, $$"""{"type":"{{type}}","n":{{number}},"p":"{{padding}}"}"""));
        }
    }

    private static async Task ExpectNumberedAsync(WebSocket socket, int count)
    {
        for (var number = 0; number < count; number++)
        {
            ((int)(await Wire.ReceiveAsync(socket)).Json["n"]!).ShouldBe(number);
        }
    }
}
