using System.Buffers;
using System.Buffers.Binary;

namespace Realtime.Grains.Sessions.Replacement;

/// <summary>A piece of pooled memory with whole messages in it, each behind its length.</summary>
internal sealed class AudioChunk
{
    private const int Size = 16 << 10;
    private const int Header = sizeof(int);

    private readonly byte[] _data;
    private int _start;
    private int _end;

    /// <summary>Initializes a new instance of the <see cref="AudioChunk"/> class.</summary>
    /// <param name="first">The number of its first message.</param>
    /// <param name="length">The length of that message.</param>
    public AudioChunk(long first, int length)
    {
        First = first;
        _data = ArrayPool<byte>.Shared.Rent(Math.Max(Size, length + Header));
    }

    /// <summary>Gets the number of its first message.</summary>
    public long First { get; private set; }

    /// <summary>Gets the number after its last message.</summary>
    public long Next { get; private set; }

    /// <summary>Gets the bytes of its messages.</summary>
    public int Bytes => _end - _start;

    /// <summary>Adds a message.</summary>
    /// <param name="message">Its bytes, copied.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(ReadOnlySpan<byte> message)
    {
        if (_data.Length - _end < message.Length + Header)
        {
            return false;
        }

        Next = Math.Max(Next, First) + 1;
        BinaryPrimitives.WriteInt32LittleEndian(_data.AsSpan(_end), message.Length);
        message.CopyTo(_data.AsSpan(_end + Header));
        _end += message.Length + Header;
        return true;
    }

    /// <summary>Drops the messages before a number.</summary>
    /// <param name="number">The number.</param>
    public void DropBefore(long number)
    {
        while (First < number && _start < _end)
        {
            _start += Header + BinaryPrimitives.ReadInt32LittleEndian(_data.AsSpan(_start));
            First++;
        }
    }

    /// <summary>Reads the messages from one number to before another.</summary>
    /// <param name="from">The first number.</param>
    /// <param name="until">The number after the last.</param>
    /// <returns>The messages; valid until the chunk is returned.</returns>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long from, long until)
    {
        var number = First;
        for (var position = _start; position < _end && number < until; number++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(_data.AsSpan(position));
            if (number >= from)
            {
                yield return _data.AsMemory(position + Header, length);
            }

            position += length + Header;
        }
    }

    /// <summary>Begins anew, with other messages.</summary>
    /// <param name="first">The number of its first message.</param>
    /// <param name="length">The length of that message.</param>
    /// <returns>Whether there is room for it.</returns>
    public bool TryReuse(long first, int length)
    {
        if (_data.Length < length + Header)
        {
            return false;
        }

        (First, Next, _start, _end) = (first, 0, 0, 0);
        return true;
    }

    /// <summary>Gives the memory back.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(_data);
}
