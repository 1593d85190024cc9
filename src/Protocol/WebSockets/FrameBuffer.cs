using System.Buffers;

namespace Realtime.Protocol.WebSockets;

/// <summary>Frames that wait to be written, one after the other in rented memory. Its owner guards it.</summary>
/// <param name="masks">Draws the frames' masks; null when they are not masked.</param>
internal sealed class FrameBuffer(Func<uint>? masks)
{
    private const int InitialBuffer = 4 * 1024;

    private byte[] _frames = [];

    /// <summary>Gets how many bytes wait.</summary>
    public int Length { get; private set; }

    /// <summary>Adds a frame.</summary>
    /// <param name="opcode">The opcode.</param>
    /// <param name="payload">The payload, which is copied.</param>
    /// <param name="fin">Whether the message ends with the frame.</param>
    public void Append(byte opcode, ReadOnlySpan<byte> payload, bool fin)
    {
        Reserve(FrameHeader.MaxLength + payload.Length);
        var key = AppendHeader(opcode, payload.Length, fin);
        var target = _frames.AsSpan(Length, payload.Length);
        payload.CopyTo(target);
        FrameMask.Apply(target, key ?? 0, 0);
        Length += payload.Length;
    }

    /// <summary>Adds a header alone; its payload is written right after everything that waits.</summary>
    /// <param name="opcode">The opcode.</param>
    /// <param name="payloadLength">The payload's length, in bytes.</param>
    /// <param name="fin">Whether the message ends with the frame.</param>
    /// <returns>The frame's mask; null for none.</returns>
    public uint? AppendHeader(byte opcode, int payloadLength, bool fin)
    {
        Reserve(FrameHeader.MaxLength);
        var key = masks?.Invoke();
        Length += FrameHeader.Write(_frames.AsSpan(Length), opcode, fin, payloadLength, key);
        return key;
    }

    /// <summary>Takes what waits.</summary>
    /// <param name="length">How many bytes of the array it is.</param>
    /// <returns>A rented array, which the caller gives back.</returns>
    public byte[] Take(out int length)
    {
        var frames = _frames;
        length = Length;
        _frames = [];
        Length = 0;
        return frames;
    }

    /// <summary>Drops what waits.</summary>
    public void Clear()
    {
        if (_frames.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(Take(out _));
        }
    }

    private void Reserve(int more)
    {
        if (_frames.Length - Length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(InitialBuffer, Length + more));
        _frames.AsSpan(0, Length).CopyTo(larger);
        if (_frames.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_frames);
        }

        _frames = larger;
    }
}
