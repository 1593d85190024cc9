using System.Buffers;
using Realtime.Protocol.Events;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>
/// Provider's messages that come in pieces because they are too long to be held whole: a type that nobody wants passes piece by
/// piece in bounded memory, any other is joined, up to <see cref="MaxJoinedBytes"/>.
/// </summary>
internal sealed class LongMessage : IDisposable
{
    /// <summary>The longest message that is joined, in bytes; a longer one passes in pieces, untranslated.</summary>
    public const int MaxJoinedBytes = 64 * 1024 * 1024;

    private const int MaxKeptBytes = 256 * 1024;

    private byte[]? _joined;
    private int _length;
    private bool _inside;
    private RealtimeEventType _type;

    /// <summary>Gets a value indicating whether the message under way passes piece by piece.</summary>
    public bool PassesPieces { get; private set; }

    /// <summary>Takes what was read.</summary>
    /// <param name="read">A message or a piece of one.</param>
    /// <param name="edge">Knows which types are wanted.</param>
    /// <param name="message">The whole message, or the piece that passes; valid until the next call.</param>
    /// <param name="type">Its type.</param>
    /// <returns>Whether a whole message is there to be handled; otherwise see <see cref="PassesPieces"/>.</returns>
    public bool Take(in UpstreamRead read, UpstreamEdge edge, out ReadOnlyMemory<byte> message, out RealtimeEventType type)
    {
        message = read.Payload;
        if (!_inside)
        {
            PassesPieces = false;
            if (_joined?.Length > MaxKeptBytes)
            {
                // An idle session holds no memory for a long message that was.
                Dispose();
            }

            type = read.IsBinary ? RealtimeEventType.Unknown : EventScanner.ScanType(read.Payload.Span);
            if (read.EndOfMessage)
            {
                return true;
            }

            _inside = true;
            _type = type;
            PassesPieces = !edge.WantsFromUpstream(type);
        }

        type = _type;
        _inside = !read.EndOfMessage;
        if (PassesPieces)
        {
            return false;
        }

        Join(read.Payload.Span);
        message = _joined.AsMemory(0, _length);
        PassesPieces = _inside && _length > MaxJoinedBytes;
        if (!_inside || PassesPieces)
        {
            _length = 0;
        }

        return !_inside;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_joined is not null)
        {
            ArrayPool<byte>.Shared.Return(_joined);
            _joined = null;
        }
    }

    private void Join(ReadOnlySpan<byte> piece)
    {
        if (_joined is null || _joined.Length - _length < piece.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max((_joined?.Length ?? 0) * 2, _length + piece.Length));
            _joined.AsSpan(0, _length).CopyTo(larger);
            Dispose();
            _joined = larger;
        }

        piece.CopyTo(_joined.AsSpan(_length));
        _length += piece.Length;
    }
}
