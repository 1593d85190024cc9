using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Realtime.Bench.Upstream.Speech;
using Realtime.Bench.Wire;
using Realtime.Protocol.EventStreams;

namespace Realtime.Bench.Tests;

/// <summary>The upstream in the protocols that a gateway has to translate: a numbered piece of speech for each that it hears.</summary>
public sealed class SpeechTests
{
    private static readonly string Sound = Convert.ToBase64String([1, .. new byte[1279]]);
    private static readonly string Silence = Convert.ToBase64String(new byte[1280]);

    [Fact]
    public async Task Live_session_takes_a_setup_and_says_as_much_as_it_hears()
    {
        var cancel = TestContext.Current.CancellationToken;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.UseWebSockets();
        app.Map("/", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await new LiveSession(socket).RunAsync(context.RequestAborted);
        });
        await app.StartAsync(cancel);
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri(app.Urls.Single().Replace("http://", "ws://", StringComparison.Ordinal)), cancel);

        (await AskAsync("""{"setup":{"model":"m"}}""")).ShouldBe("""{"setupComplete":{}}""");
        for (var number = 0; number < 3; number++)
        {
            Number(await AskAsync($$$$"""{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"{{{{Sound}}}}"}}}"""), "\"data\":\"", 2560).ShouldBe(number);
        }

        async Task<string> AskAsync(string json)
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, cancel);
            var buffer = new byte[8192];
            var length = 0;
            while (true)
            {
                var result = await client.ReceiveAsync(buffer.AsMemory(length), cancel);
                length += result.Count;
                if (result.EndOfMessage)
                {
                    return Encoding.UTF8.GetString(buffer, 0, length);
                }
            }
        }
    }

    [Fact]
    public async Task Nova_session_says_as_much_as_it_hears_beside_silence()
    {
        var sent = new ArrayBufferWriter<byte>();
        foreach (var audio in (string[])[Silence, Sound, Silence, Sound])
        {
            var inner = new ArrayBufferWriter<byte>();
            var json = $$$$"""{"event":{"audioInput":{"promptName":"p","contentName":"c","content":"{{{{audio}}}}"}}}""";
            EventStreamEncoder.Write(inner, [], Encoding.UTF8.GetBytes($$"""{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}}"}"""));
            EventStreamEncoder.Write(sent, [EventStreamHeader.Bytes(":chunk-signature", new byte[32])], inner.WrittenSpan);
        }

        using var request = new MemoryStream(sent.WrittenSpan.ToArray());
        using var response = new MemoryStream();

        await new NovaSession(request, response).RunAsync(TestContext.Current.CancellationToken);

        var decoder = new EventStreamDecoder();
        decoder.Append(response.ToArray());
        var events = new List<string>();
        while (decoder.Read() is { } message)
        {
            var base64 = HeardAudio.Find(message.Payload.Span, "\"bytes\":\""u8);
            events.Add(Encoding.UTF8.GetString(Convert.FromBase64String(Encoding.ASCII.GetString(base64))));
        }

        events[0].ShouldStartWith("""{"event":{"contentStart":""");
        events.Skip(1).Select(json => Number(json, "\"content\":\"", 2560)).ShouldBe([0, 1]);
    }

    private static long Number(string json, string marker, int length)
    {
        var audio = HeardAudio.Find(Encoding.UTF8.GetBytes(json), Encoding.UTF8.GetBytes(marker));
        audio.Length.ShouldBe(length);
        FrameStamp.TryRead(audio, out var stamp).ShouldBeTrue();
        stamp.Sent.ShouldBe(0);
        return stamp.Sequence;
    }
}
