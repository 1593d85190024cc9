using System.Buffers;

namespace Realtime.Protocol.Dialects.Output;

/// <summary>
/// A growing buffer that holds rented memory only while a message is being written: sessions are idle most of the time, and a
/// buffer kept by each would cost more than the session itself.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int SmallestRent = 1024;

    private byte[] _rented = [];
    private int _length;

    /// <summary>Gets what was written; valid until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Written => _rented.AsMemory(0, _length);

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _rented.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _rented.AsSpan(_length);
    }

    /// <summary>Takes what was written out of the buffer, which is empty afterwards.</summary>
    /// <returns>The rented memory, to be given back to the shared pool, and how much of it was written.</returns>
    public (byte[] Rented, int Length) Take()
    {
        var taken = (_rented, _length);
        (_rented, _length) = ([], 0);
        return taken;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_rented.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _rented = [];
        _length = 0;
    }

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _rented.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(SmallestRent, _rented.Length * 2)));
        Written.CopyTo(larger);
        var length = _length;
        Release();
        (_rented, _length) = (larger, length);
    }
}
