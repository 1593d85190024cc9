using System.Buffers;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions.Takeover;

namespace Realtime.Gateway.Sessions.Journal;

/// <summary>Entries of a journal one after another in rented memory.</summary>
/// <param name="size">The bytes that it holds, a power of two.</param>
internal sealed class JournalChunk(int size)
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(size);
    private int _used;

    /// <summary>Gets the bytes that it takes.</summary>
    public int Size => _buffer.Length;

    /// <summary>Gets the number of the client's next frame when the last entry was added.</summary>
    public long ClientNext { get; private set; }

    /// <summary>Gets the number of the next frame to the client when the last entry was added.</summary>
    public long ServerNext { get; private set; }

    /// <summary>Gets the entries.</summary>
    public ReadOnlySpan<byte> Entries => _buffer.AsSpan(0, _used);

    /// <summary>Adds an entry if there is room.</summary>
    /// <param name="isFromClient">The direction.</param>
    /// <param name="kind">What it carries.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="clientNext">The number of the client's next frame, after this one.</param>
    /// <param name="serverNext">The number of the next frame to the client, after this one.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(bool isFromClient, FrameKind kind, ReadOnlySpan<byte> payload, long clientNext, long serverNext)
    {
        if (_buffer.Length - _used < payload.Length + JournalEntry.HeaderBytes)
        {
            return false;
        }

        JournalEntry.Write(_buffer.AsSpan(_used), isFromClient, kind, (isFromClient ? clientNext : serverNext) - 1, payload);
        _used += payload.Length + JournalEntry.HeaderBytes;
        ClientNext = clientNext;
        ServerNext = serverNext;
        return true;
    }

    /// <summary>Gives the memory back; the chunk is not to be used afterwards.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(_buffer);
}
