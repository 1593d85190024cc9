using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Realtime.Protocol.WebSockets;

/// <summary>
/// The reading half's state: takes bytes as they come and gives messages. It does no IO. Messages that lie whole in the buffer are
/// handed out in place; the buffer is rented while it holds anything, so that an idle connection has none.
/// </summary>
internal sealed class FrameReader : IDisposable
{
    private const int InitialBuffer = 16 * 1024;
    private const int LargeBuffer = 64 * 1024;
    private const int LeastFree = 1024;

    private readonly WebSocketConnectionOptions _options;
    private readonly bool _expectsMask;
    private byte[] _buffer = [];
    private int _start;
    private int _end;

    // The data frame whose payload is still coming.
    private bool _insideFrame;
    private FrameHeader _frame;
    private long _frameOffset;
    private long _frameLeft;
    private int _unmasked;

    // The message that the frame belongs to.
    private byte _messageOpcode;
    private byte[] _message = [];
    private int _messageLength;
    private bool _streaming;
    private bool _handedOut;
    private bool _peerClosed;
    private Utf8Check _utf8;

    /// <summary>Initializes a new instance of the <see cref="FrameReader"/> class.</summary>
    /// <param name="options">The connection's limits.</param>
    public FrameReader(WebSocketConnectionOptions options)
    {
        _options = options;
        _expectsMask = options.Role == WebSocketRole.Server;
    }

    /// <summary>Gets the payload of the step's message or control frame; valid until the next step.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>Gets a value indicating whether the message ended with the step.</summary>
    public bool EndOfMessage { get; private set; }

    /// <summary>Gets the opcode of the step's message.</summary>
    public byte MessageOpcode => _messageOpcode;

    /// <summary>Gets the peer's close code after <see cref="ReadStep.Close"/>; 1005 for none.</summary>
    public ushort CloseCode { get; private set; }

    /// <summary>Gets the peer's close reason after <see cref="ReadStep.Close"/>.</summary>
    public string CloseReason { get; private set; } = "";

    /// <summary>Gets a value indicating whether nothing is held, so that the buffer need not be there.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>Gets where the next bytes go.</summary>
    /// <returns>Free memory, enough that a read is worth its call.</returns>
    public Memory<byte> Free()
    {
        if (IsEmpty)
        {
            _start = _end = 0;
        }

        if (_buffer.Length - _end < LeastFree)
        {
            MakeRoom();
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>Tells how many bytes came.</summary>
    /// <param name="count">How many of <see cref="Free"/> were filled.</param>
    public void Filled(int count) => _end += count;

    /// <summary>Goes one step on.</summary>
    /// <returns>What it gave.</returns>
    public ReadStep Next()
    {
        if (_handedOut)
        {
            _handedOut = false;
            _messageLength = 0;
            ReturnMessage();
        }

        while (true)
        {
            var step = _insideFrame ? ReadPayload() : ReadHeader();
            if (step is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>Begins to pass over everything that is held or still comes, without changing what was handed out.</summary>
    /// <returns>What waits for the peer's close frame.</returns>
    public FrameSkipper Skip()
    {
        var skipper = new FrameSkipper(_insideFrame ? _frameLeft : 0, _peerClosed);
        skipper.Take(_buffer.AsSpan(_start, _end - _start));
        return skipper;
    }

    /// <summary>Gives the buffer back while nothing is held.</summary>
    public void Trim()
    {
        if (IsEmpty && _buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _start = _end = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _start = _end = 0;
        Trim();
        ReturnMessage();
    }

    private ReadStep? ReadHeader()
    {
        var length = FrameHeader.TryRead(_buffer.AsSpan(_start, _end - _start), _expectsMask, out var header);
        if (length < 0)
        {
            return ReadStep.ProtocolError;
        }

        if (length == 0)
        {
            return ReadStep.NeedMore;
        }

        if (Opcode.IsControl(header.Opcode))
        {
            return ReadControl(header, length);
        }

        var continues = header.Opcode == Opcode.Continuation;
        if (continues != (_messageOpcode != 0))
        {
            return ReadStep.ProtocolError;
        }

        var total = _messageLength + header.PayloadLength;
        if (_options.StreamingThreshold is { } threshold)
        {
            _streaming |= total > threshold;
        }
        else if (total > _options.MaxMessageBytes)
        {
            return ReadStep.MessageTooBig;
        }

        if (!continues)
        {
            _messageOpcode = header.Opcode;
            _utf8 = default;
        }

        _start += length;
        _frame = header;
        _frameLeft = header.PayloadLength;
        _frameOffset = 0;
        _unmasked = 0;
        _insideFrame = true;
        return null;
    }

    private ReadStep? ReadControl(in FrameHeader header, int headerLength)
    {
        var length = (int)header.PayloadLength;
        if (_end - _start < headerLength + length)
        {
            return ReadStep.NeedMore;
        }

        var payload = _buffer.AsMemory(_start + headerLength, length);
        FrameMask.Apply(payload.Span, header.MaskKey, 0);
        _start += headerLength + length;
        Payload = payload;
        return header.Opcode switch
        {
            Opcode.Ping => ReadStep.Ping,
            Opcode.Pong => ReadStep.Pong,
            _ => ReadClose(payload.Span),
        };
    }

    private ReadStep ReadClose(ReadOnlySpan<byte> payload)
    {
        _peerClosed = true;
        CloseCode = 1005;
        if (payload.IsEmpty)
        {
            return ReadStep.Close;
        }

        if (payload.Length == 1)
        {
            return ReadStep.ProtocolError;
        }

        CloseCode = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!CloseCodes.MayBeSent(CloseCode))
        {
            return ReadStep.ProtocolError;
        }

        var check = default(Utf8Check);
        if (!check.Append(payload[2..]) || !check.IsComplete)
        {
            return ReadStep.InvalidUtf8;
        }

        CloseReason = Encoding.UTF8.GetString(payload[2..]);
        return ReadStep.Close;
    }

    private ReadStep? ReadPayload()
    {
        var available = (int)Math.Min(_frameLeft, _end - _start);
        if (available > _unmasked)
        {
            // What came is checked at once: a text that can no longer be UTF-8 ends before the rest of it comes.
            var fresh = _buffer.AsSpan(_start + _unmasked, available - _unmasked);
            FrameMask.Apply(fresh, _frame.MaskKey, _frameOffset + _unmasked);
            _unmasked = available;
            if (_messageOpcode == Opcode.Text && !_utf8.Append(fresh))
            {
                return ReadStep.InvalidUtf8;
            }
        }

        var whole = available == _frameLeft;
        if (!whole && !(_streaming && available > 0))
        {
            return ReadStep.NeedMore;
        }

        var segment = _buffer.AsMemory(_start, available);
        _start += available;
        _frameLeft -= available;
        _frameOffset += available;
        _unmasked = 0;
        _insideFrame = !whole;
        var ends = whole && _frame.Fin;
        if (ends && _messageOpcode == Opcode.Text && !_utf8.IsComplete)
        {
            return ReadStep.InvalidUtf8;
        }

        return Deliver(segment, ends);
    }

    private ReadStep? Deliver(ReadOnlyMemory<byte> segment, bool ends)
    {
        if (_messageLength > 0 || (!ends && !_streaming))
        {
            Join(segment.Span);
            if (!ends && !_streaming)
            {
                return null;
            }

            segment = _message.AsMemory(0, _messageLength);
            _handedOut = true;
        }

        if (segment.IsEmpty && !ends)
        {
            return null;
        }

        EndOfMessage = ends;
        Payload = segment;
        var opcode = _messageOpcode;
        if (ends)
        {
            _streaming = false;
            _messageOpcode = 0;
        }

        return opcode == Opcode.Text ? ReadStep.Text : ReadStep.Binary;
    }

    private void Join(ReadOnlySpan<byte> segment)
    {
        if (_message.Length - _messageLength < segment.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_messageLength + segment.Length, Math.Min(_message.Length, 1 << 29) * 2));
            _message.AsSpan(0, _messageLength).CopyTo(larger);
            ReturnMessage();
            _message = larger;
        }

        segment.CopyTo(_message.AsSpan(_messageLength));
        _messageLength += segment.Length;
    }

    private void ReturnMessage()
    {
        if (_message.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_message);
            _message = [];
        }
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        if (_start > 0 && held <= _buffer.Length / 2)
        {
            // The beginning was handed out and is done with.
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
        }
        else
        {
            // It grows with what has really come; what a header declares only tells whether a larger piece is worth its memory.
            var least = _insideFrame && _frameLeft > InitialBuffer ? LargeBuffer : InitialBuffer;
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(least, held * 2));
            _buffer.AsSpan(_start, held).CopyTo(larger);
            if (_buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = larger;
        }

        _start = 0;
        _end = held;
    }
}
