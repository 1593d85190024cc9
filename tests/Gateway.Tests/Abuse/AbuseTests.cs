using System.Globalization;
using System.Text;
using Realtime.Gateway.Tests.Running;

namespace Realtime.Gateway.Tests.Abuse;

/// <summary>Clients that break the rules, each beside a session that must not notice.</summary>
[Collection(GatewayCollection.Name)]
public sealed class AbuseTests(GatewayFixture fixture) : IAsyncLifetime
{
    // Less than the time for which a session waits for a client that may return.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    private readonly string _model = GatewayFixture.NewModel().Providers;
    private TestClient? _neighbour;
    private ProviderSide? _neighboursProvider;

    public async ValueTask InitializeAsync()
    {
        var (model, name) = GatewayFixture.NewModel();
        var accepted = fixture.Provider.NextSessionAsync(name);
        _neighbour = await fixture.Gateway.ConnectAsync(model);
        _neighboursProvider = await accepted;
        await _neighbour.ReceiveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await AssertNeighbourGoesOnAsync();
        await _neighbour!.DisposeAsync();
        _neighboursProvider!.Dispose();
    }

    public static TheoryData<string, string, int> BadFrames => new()
    {
        { "unmasked", "81 02 7B 7D", 1002 },
        { "reserved bit 1", "C1 80 00 00 00 00", 1002 },
        { "reserved bit 2", "A1 80 00 00 00 00", 1002 },
        { "reserved bit 3", "91 80 00 00 00 00", 1002 },
        { "opcode 3", "83 80 00 00 00 00", 1002 },
        { "opcode 7", "87 80 00 00 00 00", 1002 },
        { "opcode 11", "8B 80 00 00 00 00", 1002 },
        { "opcode 15", "8F 80 00 00 00 00", 1002 },
        { "continuation of nothing", "80 80 00 00 00 00", 1002 },
        { "text within a text", "01 80 00 00 00 00 81 80 00 00 00 00", 1002 },
        { "fragmented ping", "09 80 00 00 00 00", 1002 },
        { "ping of 126 bytes", "89 FE 00 7E 00 00 00 00", 1002 },
        { "length in more bytes than needed", "81 FE 00 05 00 00 00 00", 1002 },
        { "negative length", "81 FF FF FF FF FF FF FF FF FF 00 00 00 00", 1002 },
        { "close of one byte", "88 81 00 00 00 00 03", 1002 },
        { "close code 999", "88 82 00 00 00 00 03 E7", 1002 },
        { "close code 1005", "88 82 00 00 00 00 03 ED", 1002 },
        { "invalid UTF-8", "81 81 00 00 00 00 FF", 1007 },
        { "surrogate in UTF-8", "81 83 00 00 00 00 ED A0 80", 1007 },
        { "cut UTF-8", "81 81 00 00 00 00 C3", 1007 },
        { "declared 64 MiB", "81 FF 00 00 00 00 04 00 00 00 00 00 00 00", 1009 },
        { "declared exabytes", "82 FF 7F FF FF FF FF FF FF FF 00 00 00 00", 1009 },
    };

    [Theory]
    [MemberData(nameof(BadFrames))]
    public async Task Bad_frame_ends_the_session_with_its_code(string what, string bytes, int code)
    {
        var accepted = fixture.Provider.NextSessionAsync(_model);
        using var client = await RawClient.OpenAsync(fixture.Gateway, "ga/" + _model);
        using var provider = await accepted;

        await client.WriteAsync(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));

        (await client.ReadCloseCodeAsync()).ShouldBe(code, what);
        (await provider.ReceiveAsync(AtOnce)).IsClose.ShouldBeTrue(what);
    }

    [Fact]
    public async Task Headers_of_64_KB_are_431()
    {
        using var client = await RawClient.ConnectAsync(fixture.Gateway);
        var padding = string.Concat(Enumerable.Range(0, 64).Select(number =>
            string.Create(CultureInfo.InvariantCulture, $"X-Padding-{number}: {new string('a', 1000)}\r\n")));

        await client.WriteAsync("GET /v1/realtime?model=two HTTP/1.1\r\nHost: " + fixture.Gateway.Address.Authority + "\r\n" + padding + "\r\n");

        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 431 ");
    }

    [Fact]
    public async Task Half_open_handshake_is_closed()
    {
        using var client = await RawClient.ConnectAsync(fixture.Gateway);

        await client.WriteAsync("GET /v1/realtime?model=two HTTP/1.1\r\nHost: x\r\nUpgrade: web");

        var head = await client.ReadHeadAsync();
        (head.Length == 0 || head.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal)).ShouldBeTrue(head);
    }

    [Fact]
    public async Task Reset_in_mid_frame_ends_the_providers_connection()
    {
        var accepted = fixture.Provider.NextSessionAsync(_model);
        var client = await RawClient.OpenAsync(fixture.Gateway, "ga/" + _model);
        using var provider = await accepted;
        await client.WriteAsync(RawClient.Frame(0x81, Encoding.ASCII.GetBytes(new string(' ', 5000)))[..2000]);

        client.Socket.LingerState = new(true, 0);
        client.Dispose();

        (await provider.ReceiveAsync(AtOnce)).IsClose.ShouldBeTrue();
    }

    [Fact]
    public async Task Ten_thousand_pings_are_answered_in_order_and_the_session_goes_on()
    {
        const int count = 10_000;
        var accepted = fixture.Provider.NextSessionAsync(_model);
        using var client = await RawClient.OpenAsync(fixture.Gateway, "ga/" + _model);
        using var provider = await accepted;

        var write = Task.Run(async () =>
        {
            for (var number = 0; number < count; number++)
            {
                await client.WriteAsync(RawClient.Frame(0x89, Number(number)));
            }

            await client.WriteAsync(RawClient.Frame(0x81, "{\"type\":\"after\"}"u8.ToArray()));
        }, TestContext.Current.CancellationToken);
        var last = -1;
        var answered = 0;
        while (last < count - 1)
        {
            var (opcode, payload) = await client.ReadFrameAsync();
            opcode.ShouldBe(10);
            var number = int.Parse(Encoding.ASCII.GetString(payload), CultureInfo.InvariantCulture);
            number.ShouldBeGreaterThan(last);
            last = number;
            answered++;
        }

        await write;
        answered.ShouldBe(count);
        (await provider.ReceiveAsync()).Type.ShouldBe("after");
    }

    [Fact]
    public async Task Pings_between_fragments_are_answered_and_the_message_arrives_whole()
    {
        var accepted = fixture.Provider.NextSessionAsync(_model);
        using var client = await RawClient.OpenAsync(fixture.Gateway, "ga/" + _model);
        using var provider = await accepted;

        await client.WriteAsync(RawClient.Frame(0x01, "{\"type\":"u8.ToArray()));
        await client.WriteAsync(RawClient.Frame(0x89, "one"u8.ToArray()));
        await client.WriteAsync(RawClient.Frame(0x00, "\"a"u8.ToArray()));
        await client.WriteAsync(RawClient.Frame(0x89, "two"u8.ToArray()));
        await client.WriteAsync(RawClient.Frame(0x80, "b\"}"u8.ToArray()));

        Encoding.ASCII.GetString((await client.ReadFrameAsync()).Payload).ShouldBe("one");
        Encoding.ASCII.GetString((await client.ReadFrameAsync()).Payload).ShouldBe("two");
        (await provider.ReceiveAsync()).Text.ShouldBe("{\"type\":\"ab\"}");
    }

    private static byte[] Number(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private async Task AssertNeighbourGoesOnAsync()
    {
        await _neighbour!.SendAsync("""{"type":"still.up"}""");
        (await _neighboursProvider!.ReceiveAsync()).Type.ShouldBe("still.up");
        await _neighboursProvider.SendAsync("""{"type":"still.down"}""");
        (await _neighbour.ReceiveAsync()).Type.ShouldBe("still.down");
    }
}
