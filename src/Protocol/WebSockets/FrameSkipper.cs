using System.Buffers.Binary;

namespace Realtime.Protocol.WebSockets;

/// <summary>
/// Passes over a peer's frames until its close frame. It asks nothing of them: after a violation, or when this end has closed, what
/// they hold is of no interest, but the peer must get to read this end's close frame, and tells by its own that it has.
/// </summary>
internal sealed class FrameSkipper
{
    private readonly byte[] _header = new byte[FrameHeader.MaxLength];
    private int _headerLength;
    private long _left;
    private bool _insideClose;

    /// <summary>Initializes a new instance of the <see cref="FrameSkipper"/> class.</summary>
    /// <param name="left">How many bytes of a frame are still to come.</param>
    /// <param name="isDone">Whether the close frame has already come.</param>
    public FrameSkipper(long left, bool isDone)
    {
        _left = left;
        IsDone = isDone;
    }

    /// <summary>Gets a value indicating whether the close frame has come.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Gets how many bytes were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Takes what came.</summary>
    /// <param name="data">The bytes, which are not changed.</param>
    public void Take(ReadOnlySpan<byte> data)
    {
        Taken += data.Length;
        while (!IsDone && !data.IsEmpty)
        {
            if (_left > 0)
            {
                var skipped = (int)Math.Min(_left, data.Length);
                _left -= skipped;
                data = data[skipped..];
            }
            else
            {
                _header[_headerLength++] = data[0];
                data = data[1..];
                ReadHeader();
            }

            IsDone = _insideClose && _left == 0;
        }
    }

    private void ReadHeader()
    {
        var header = _header.AsSpan(0, _headerLength);
        if (header.Length < 2)
        {
            return;
        }

        var length = header[1] & 0x7F;
        var position = length switch { 126 => 4, 127 => 10, _ => 2 };
        if (header.Length < position + ((header[1] & 0x80) != 0 ? 4 : 0))
        {
            return;
        }

        _left = length switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
            127 => BinaryPrimitives.ReadInt64BigEndian(header[2..]) & long.MaxValue,
            _ => length,
        };
        _insideClose = (header[0] & 0x0F) == Opcode.Close;
        _headerLength = 0;
    }
}
