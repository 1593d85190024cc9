using System.Buffers.Binary;

namespace Realtime.Protocol.Tests.WebSockets.Support;

/// <summary>The other end of a connection under test: sends any bytes and reads frames strictly.</summary>
internal sealed class RawPeer(Stream stream, bool masks, int seed = 1)
{
#pragma warning disable CA5394 // Masks and cuts of a test are reproducible and guard nothing.
    private readonly Random _random = new(seed);

    public Stream Stream => stream;

    /// <summary>Encodes a frame as this end has to send it.</summary>
    public byte[] Encode(RawFrame frame) => frame.Encode(Mask());

    public uint? Mask() => masks ? (uint)_random.NextInt64(uint.MaxValue) : null;

    public Task SendAsync(params RawFrame[] frames) => SendAsync(frames.SelectMany(Encode).ToArray());

    public async Task SendAsync(byte[] bytes) => await stream.WriteAsync(bytes, Deadline.Token);

    /// <summary>Sends bytes cut in pieces, with a chance for the other end to see each.</summary>
    public async Task SendChoppedAsync(byte[] bytes, int longest)
    {
        var token = Deadline.Token;
        for (var position = 0; position < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - position, longest == 1 ? 1 : _random.Next(1, longest));
            await stream.WriteAsync(bytes.AsMemory(position, length), token);
            position += length;
            await Task.Yield();
        }
    }
#pragma warning restore CA5394

    /// <summary>Reads a frame; null at the end of the stream.</summary>
    public async Task<RawFrame?> ReadAsync()
    {
        var token = Deadline.Token;
        var head = new byte[2];
        if (await stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, token) < 2)
        {
            return null;
        }

        var length = (long)(head[1] & 0x7F);
        if (length >= 126)
        {
            var extended = new byte[length == 126 ? 2 : 8];
            await stream.ReadExactlyAsync(extended, token);
            length = extended.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(extended) : BinaryPrimitives.ReadInt64BigEndian(extended);
            length.ShouldBeGreaterThanOrEqualTo(extended.Length == 2 ? 126 : 65536, "the length is encoded in as few bytes as it takes");
        }

        ((head[1] & 0x80) != 0).ShouldBe(!masks, "exactly the client masks");
        var key = new byte[4];
        if (!masks)
        {
            await stream.ReadExactlyAsync(key, token);
        }

        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, token);
        for (var index = 0; index < payload.Length; index++)
        {
            payload[index] ^= key[index & 3];
        }

        return new RawFrame(head[0] & 0x0F, payload, (head[0] & 0x80) != 0, (head[0] >> 4) & 7);
    }

    public async Task<RawFrame> ReadFrameAsync() => (await ReadAsync()).ShouldNotBeNull();

    /// <summary>Reads all frames up to the end, the close frame included.</summary>
    public async Task<List<RawFrame>> ReadToEndAsync()
    {
        var frames = new List<RawFrame>();
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }
}
