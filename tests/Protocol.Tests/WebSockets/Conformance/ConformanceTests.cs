using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets.Conformance;

/// <summary>What the public conformance suites ask in their chapters 1 to 7, and the limits of chapter 9.</summary>
public class ConformanceTests
{
    // More bytes than that are not sent one by one.
    private const int LongestByteByByte = 3000;

    private static readonly Dictionary<string, ConformanceCase> Cases = ((IEnumerable<ConformanceCase>)
    [
        .. FramingCases.All(), .. ControlCases.All(), .. FragmentCases.All(), .. Utf8Cases.All(), .. CloseCases.All(), .. LimitCases.All(),
    ]).ToDictionary(item => item.Id);

    public static MatrixTheoryData<string, Delivery> Matrix => new(Cases.Keys, Enum.GetValues<Delivery>());

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_echo_server_answers_and_closes_as_the_protocol_asks(string id, Delivery delivery)
    {
        var item = Cases[id];
        var options = new WebSocketConnectionOptions
        {
            Role = delivery == Delivery.ToAClient ? WebSocketRole.Client : WebSocketRole.Server,
            MaxMessageBytes = LimitCases.MaxMessageBytes,
            CloseTimeout = TimeSpan.FromSeconds(20),
        };
        var link = delivery is Delivery.OverTcp or Delivery.OverTcpInRandomPieces
            ? await Link.OverTcpAsync(options)
            : Link.InMemory(options);
        var input = (byte[])[.. item.Sent.SelectMany(link.Peer.Encode), .. item.Tail?.Invoke(link.Peer.Mask()) ?? []];

        var server = Echo.RunAsync(link.Connection);
        var sending = SendAsync(link.Peer, input, delivery);
        var answers = await ReadToCloseAsync(link.Peer);
        await sending;
        await EndAsync(link.Peer);
        var close = await server.InTimeAsync();

        answers.Select(Show).ShouldBe([.. item.Expected.Select(Show), Show(answers[^1])]);
        answers[^1].Opcode.ShouldBe(8);
        answers[^1].CloseCode.ShouldBe(item.CloseCode);
        close.Cause.ShouldBe(item.Cause);
        close.Code.ShouldBe((ushort)item.CloseCode);
    }

    private static async Task SendAsync(RawPeer peer, byte[] input, Delivery delivery)
    {
        var task = delivery switch
        {
            Delivery.ByteByByte => peer.SendChoppedAsync(input, input.Length <= LongestByteByByte ? 1 : 997),
            Delivery.InRandomPieces or Delivery.OverTcpInRandomPieces => peer.SendChoppedAsync(input, Math.Max(2, input.Length / 4)),
            _ => peer.SendAsync(input),
        };
        try
        {
            await task;
        }
        catch (IOException)
        {
            // The server has closed before all was sent, as it may.
        }
    }

    private static async Task<List<RawFrame>> ReadToCloseAsync(RawPeer peer)
    {
        var frames = new List<RawFrame>();
        do
        {
            frames.Add(await peer.ReadFrameAsync());
        }
        while (frames[^1].Opcode != 8);

        return frames;
    }

    // Nothing may follow the close frame.
    private static async Task EndAsync(RawPeer peer)
    {
        try
        {
            (peer.Stream as DuplexStream)?.CompleteWrites();
            (peer.Stream as System.Net.Sockets.NetworkStream)?.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            (await peer.ReadAsync()).ShouldBeNull();
        }
        catch (IOException)
        {
            // Closed with bytes on the way.
        }
    }

    private static string Show(RawFrame frame) =>
        $"{frame.Opcode} fin={frame.Fin} rsv={frame.Reserved} {frame.Payload.Length} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(frame.Payload))}";
}
