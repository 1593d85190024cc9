using System.Buffers.Binary;
using System.IO.Hashing;

namespace Realtime.Protocol.EventStreams;

/// <summary>Reads messages out of the bytes of an event stream, however they were cut on their way.</summary>
public sealed class EventStreamDecoder
{
    // The specification's limits: 24 MB of payload, 128 KB of headers.
    private const int MaxPayload = 24 * 1024 * 1024;
    private const int MaxHeaders = 128 * 1024;

    // A buffer that one long message has grown is not kept for the session's life.
    private const int KeptCapacity = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>Gets what is wrong with the stream; nothing is read after a fault.</summary>
    public EventStreamFault Fault { get; private set; }

    /// <summary>Gets a value indicating whether part of a message is waiting for its rest.</summary>
    public bool HasPartial => _end > _start;

    /// <summary>Adds bytes as they came. The payloads of messages read before become invalid.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var waiting = _end - _start;
        if (_buffer.Length - _end < bytes.Length)
        {
            var needed = waiting + bytes.Length;
            var isFit = needed <= _buffer.Length && (_buffer.Length <= KeptCapacity || needed > KeptCapacity);
            var target = isFit ? _buffer : new byte[Math.Max(4096, needed * 2)];
            _buffer.AsSpan(_start, waiting).CopyTo(target);
            (_buffer, _start, _end) = (target, 0, waiting);
        }

        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Reads the next whole message.</summary>
    /// <returns>The message; <see langword="null"/> if its rest has not come yet, or after a <see cref="Fault"/>.</returns>
    public EventStreamMessage? Read()
    {
        var waiting = _buffer.AsMemory(_start, _end - _start);
        if (Fault != EventStreamFault.None || waiting.Length < EventStreamEncoder.PreludeLength)
        {
            return null;
        }

        var total = BinaryPrimitives.ReadUInt32BigEndian(waiting.Span);
        var headersLength = BinaryPrimitives.ReadUInt32BigEndian(waiting.Span[4..]);
        if (BinaryPrimitives.ReadUInt32BigEndian(waiting.Span[8..]) != Crc32.HashToUInt32(waiting.Span[..8]))
        {
            return Fail(EventStreamFault.PreludeChecksum);
        }

        if (headersLength > MaxHeaders || total < EventStreamEncoder.Overhead + headersLength
            || total - headersLength - EventStreamEncoder.Overhead > MaxPayload)
        {
            return Fail(EventStreamFault.Length);
        }

        return waiting.Length < total ? null : Read(waiting[..(int)total], (int)headersLength);
    }

    /// <summary>Tells that no more bytes come, which is a fault within a message.</summary>
    public void Complete()
    {
        if (HasPartial && Fault == EventStreamFault.None)
        {
            Fault = EventStreamFault.Truncated;
        }
    }

    private EventStreamMessage? Read(ReadOnlyMemory<byte> frame, int headersLength)
    {
        var end = frame.Length - EventStreamEncoder.ChecksumLength;
        if (BinaryPrimitives.ReadUInt32BigEndian(frame.Span[end..]) != Crc32.HashToUInt32(frame.Span[..end]))
        {
            return Fail(EventStreamFault.MessageChecksum);
        }

        var payload = EventStreamEncoder.PreludeLength + headersLength;
        if (EventStreamHeaderReader.Read(frame.Span[EventStreamEncoder.PreludeLength..payload]) is not { } headers)
        {
            return Fail(EventStreamFault.Headers);
        }

        _start += frame.Length;
        return new EventStreamMessage(headers, frame[payload..end]);
    }

    private EventStreamMessage? Fail(EventStreamFault fault)
    {
        Fault = fault;
        return null;
    }
}
