using System.Buffers;
using System.Buffers.Binary;
using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>Frames one after another in rented memory, each behind its length and flags.</summary>
internal sealed class SentChunk
{
    /// <summary>The bytes that a frame takes beside its payload.</summary>
    public const int HeaderBytes = 5;

    private const int EndOfMessageFlag = 0x02;
    private const int BinaryFlag = 0x01;

    private readonly byte[] _buffer;

    /// <summary>Initializes a new instance of the <see cref="SentChunk"/> class.</summary>
    /// <param name="size">The least bytes that it holds.</param>
    public SentChunk(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    /// <summary>Gets the frames as they stand in memory, for <see cref="From"/>.</summary>
    public ReadOnlySpan<byte> Data => _buffer.AsSpan(0, Used);

    /// <summary>Gets the bytes that it takes.</summary>
    public int Size => _buffer.Length;

    /// <summary>Gets the bytes in use.</summary>
    public int Used { get; private set; }

    /// <summary>Gets the number of frames.</summary>
    public int Frames { get; private set; }

    /// <summary>Gets when the last frame was added, as a timestamp.</summary>
    public long LastAppend { get; private set; }

    /// <summary>Makes a chunk of frames that another one held.</summary>
    /// <param name="data">The frames.</param>
    /// <param name="now">The time, as a timestamp.</param>
    /// <returns>The chunk.</returns>
    public static SentChunk From(ReadOnlySpan<byte> data, long now)
    {
        var chunk = new SentChunk(data.Length) { Used = data.Length, LastAppend = now };
        data.CopyTo(chunk._buffer);
        for (var offset = 0; chunk.TryRead(ref offset, out _);)
        {
            chunk.Frames++;
        }

        return chunk;
    }

    /// <summary>Adds a frame if there is room.</summary>
    /// <param name="kind">Text or binary.</param>
    /// <param name="payload">The payload, which is copied.</param>
    /// <param name="endOfMessage">Whether the message ends with it.</param>
    /// <param name="now">The time, as a timestamp.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryAppend(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage, long now)
    {
        if (_buffer.Length - Used < payload.Length + HeaderBytes)
        {
            return false;
        }

        var target = _buffer.AsSpan(Used);
        BinaryPrimitives.WriteInt32LittleEndian(target, payload.Length);
        target[4] = (byte)((kind == FrameKind.Binary ? BinaryFlag : 0) | (endOfMessage ? EndOfMessageFlag : 0));
        payload.CopyTo(target[HeaderBytes..]);
        Used += payload.Length + HeaderBytes;
        Frames++;
        LastAppend = now;
        return true;
    }

    /// <summary>Reads the frame at an offset and goes on to the next.</summary>
    /// <param name="offset">The offset, 0 for the first frame; the next one's afterwards.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryRead(ref int offset, out SentFrame frame)
    {
        if (offset >= Used)
        {
            frame = default;
            return false;
        }

        var header = _buffer.AsSpan(offset);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        frame = new SentFrame(
            (header[4] & BinaryFlag) != 0 ? FrameKind.Binary : FrameKind.Text,
            header.Slice(HeaderBytes, length),
            (header[4] & EndOfMessageFlag) != 0);
        offset += HeaderBytes + length;
        return true;
    }

    /// <summary>Gives the memory back; the chunk is not to be used afterwards.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(_buffer);
}
