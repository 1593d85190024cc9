using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Realtime.Gateway.Tests.Running;

/// <summary>A client that writes what it likes on its TCP connection.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new();
    private NetworkStream? _stream;

    public NetworkStream Stream => _stream ?? throw new InvalidOperationException("Not connected.");

    public Socket Socket => _tcp.Client;

    public static async Task<RawClient> ConnectAsync(RunningGateway gateway)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync("127.0.0.1", gateway.Address.Port);
        client._stream = client._tcp.GetStream();
        client._stream.ReadTimeout = (int)Wire.Deadline.TotalMilliseconds;
        return client;
    }

    /// <summary>Opens a session to which it cannot return, and reads its first event away.</summary>
    public static async Task<RawClient> OpenAsync(RunningGateway gateway, string model)
    {
        var client = await ConnectAsync(gateway);
        await client.WriteAsync(
            $"GET /v1/realtime?model={model}&resumable=false HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {RunningGateway.MasterKey}\r\n\r\n");
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        (await client.ReadFrameAsync()).Opcode.ShouldBe(1);
        return client;
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.ASCII.GetBytes(text));

    public async Task WriteAsync(byte[] bytes)
    {
        using var timeout = new CancellationTokenSource(Wire.Deadline, TimeProvider.System);
        await Stream.WriteAsync(bytes, timeout.Token);
    }

    /// <summary>Reads the head of an answer, without what follows the empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var next = await ReadAsync(1);
            if (next.Length == 0)
            {
                break;
            }

            head.Append((char)next[0]);
        }

        return head.ToString();
    }

    /// <summary>Reads a frame; its opcode is -1 when the connection is over.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var head = await ReadAsync(2);
        if (head.Length < 2)
        {
            return (-1, []);
        }

        var length = (int)head[1];
        if (length == 126)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2));
        }
        else if (length == 127)
        {
            length = (int)BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8));
        }

        return (head[0] & 0x0F, await ReadAsync(length));
    }

    /// <summary>Reads on to the close frame and gives its code; 1006 when the connection ends without one.</summary>
    public async Task<int> ReadCloseCodeAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReadFrameAsync();
            if (opcode is 8 or -1)
            {
                return opcode == -1 ? 1006 : payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(payload);
            }
        }
    }

    public void Dispose() => _tcp.Dispose();

    /// <summary>Makes a masked frame.</summary>
    public static byte[] Frame(byte first, byte[] payload)
    {
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)(0x80 | payload.Length)],
            <= ushort.MaxValue => [0xFE, (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => [0xFF, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length],
        };
        byte[] mask = [1, 2, 3, 4];
        return [first, .. length, .. mask, .. payload.Select((value, index) => (byte)(value ^ mask[index & 3]))];
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        using var timeout = new CancellationTokenSource(Wire.Deadline, TimeProvider.System);
        var buffer = new byte[count];
        try
        {
            var read = await Stream.ReadAtLeastAsync(buffer, count, throwOnEndOfStream: false, timeout.Token);
            return buffer[..read];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
