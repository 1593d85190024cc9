using System.Buffers.Binary;
using System.Net.Sockets;

namespace Realtime.Bench.LoadGenerator.Connections;

/// <summary>
/// Reads a server's messages from a socket: many of one read, put together where they came in pieces. A library's WebSocket
/// would cost the measuring process two reads a message and more CPU than some targets take.
/// </summary>
internal sealed class FrameReader(Socket socket, int capacity)
{
    private const byte Final = 0x80;
    private byte[] _buffer = new byte[capacity];
    private int _start;
    private int _end;
    private byte[] _pieces = [];
    private int _piecesLength;
    private byte _piecesOpcode;

    /// <summary>What has been read and not yet taken, as it came.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Takes bytes that are no frames (the handshake's answer).</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Waits for more; false when the server has ended the connection.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellation = default)
    {
        MakeRoom();
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellation);
        _end += count;
        return count > 0;
    }

    /// <summary>Takes the next whole message or control frame; its bytes are valid until the next call.</summary>
    public bool TryRead(out byte opcode, out ReadOnlySpan<byte> payload)
    {
        while (TryReadFrame(out var first, out payload))
        {
            opcode = (byte)(first & 0x0f);
            var isFinal = (first & Final) != 0;
            if (opcode >= OpCode.Close || (isFinal && opcode != OpCode.Continuation))
            {
                return true;
            }

            Gather(opcode, payload);
            if (isFinal)
            {
                opcode = _piecesOpcode;
                payload = _pieces.AsSpan(0, _piecesLength);
                _piecesLength = 0;
                return true;
            }
        }

        opcode = 0;
        return false;
    }

    private bool TryReadFrame(out byte first, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        first = 0;
        var unread = Unread;
        if (unread.Length < 2)
        {
            return false;
        }

        var header = (unread[1] & 0x7f) switch { 126 => 4, 127 => 10, _ => 2 };
        if (unread.Length < header)
        {
            return false;
        }

        var length = header switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(unread[2..]),
            10 => checked((int)BinaryPrimitives.ReadInt64BigEndian(unread[2..])),
            _ => unread[1] & 0x7f,
        };
        if (unread.Length - header < length)
        {
            return false;
        }

        first = unread[0];
        payload = unread.Slice(header, length);
        _start += header + length;
        return true;
    }

    private void Gather(byte opcode, ReadOnlySpan<byte> piece)
    {
        if (opcode != OpCode.Continuation)
        {
            _piecesOpcode = opcode;
            _piecesLength = 0;
        }

        if (_pieces.Length < _piecesLength + piece.Length)
        {
            Array.Resize(ref _pieces, Math.Max(_pieces.Length * 2, _piecesLength + piece.Length));
        }

        piece.CopyTo(_pieces.AsSpan(_piecesLength));
        _piecesLength += piece.Length;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
