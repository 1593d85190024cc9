using System.Collections.Concurrent;
using System.Text;

namespace Realtime.Protocol.WebSockets;

/// <summary>
/// Stands between .NET's HTTP client and the network while a WebSocket is opened, so that the bare transport can be taken out afterwards: the
/// client's connection object and its two buffers, 8 KiB that nothing reads any more, need not live as long as the WebSocket.
/// </summary>
/// <remarks>
/// It hands the client no byte beyond the head of a 101 answer; whatever else the server answers passes as it comes. The request's
/// <c>Sec-WebSocket-Key</c>, which no two requests share, tells which connection carried it: the client does not say so.
/// </remarks>
internal sealed class UpgradeStream(Stream inner) : Stream
{
    private const int MaxHeadBytes = 64 * 1024;

    private static readonly ConcurrentDictionary<string, UpgradeStream> Opening = new(StringComparer.Ordinal);

    private string? _key;
    private byte[] _rest = [];
    private int _answered;
    private uint _tail;
    private bool _headEnded;
    private bool _passes;
    private bool _taken;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes the transport out of the connection that carried a request; the connection can be disposed then.</summary>
    /// <param name="key">The request's <c>Sec-WebSocket-Key</c>.</param>
    /// <returns>The transport, or null when it cannot be had: then the answer's own stream is the transport.</returns>
    public static Stream? Take(string key)
    {
        if (!Opening.TryRemove(key, out var opening) || !opening._headEnded)
        {
            return null;
        }

        opening._taken = true;
        return opening._rest.Length == 0 ? opening.Inner : new PrefixedStream(opening._rest, opening.Inner);
    }

    private Stream Inner { get; } = inner;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_headEnded && _rest.Length > 0)
        {
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest.AsSpan(0, count).CopyTo(buffer.Span);
            _rest = _rest[count..];
            return count;
        }

        var read = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return _headEnded || _passes ? read : UpToHeadsEnd(buffer.Span[..read]);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        NoteKey(buffer.Span);
        return Inner.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => Inner.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_taken)
        {
            Forget();
            Inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // The HTTP client writes the whole head of a request without a body at once.
    private void NoteKey(ReadOnlySpan<byte> head)
    {
        if (_key is not null)
        {
            return;
        }

        var name = "Sec-WebSocket-Key: "u8;
        if (head.IndexOf(name) is var start and >= 0 && head[(start + name.Length)..] is var value && value.IndexOf((byte)'\r') is var length and > 0)
        {
            _key = Encoding.ASCII.GetString(value[..length]);
            Opening[_key] = this;
        }
    }

    private int UpToHeadsEnd(Span<byte> read)
    {
        for (var index = 0; index < read.Length; index++)
        {
            // The answer is "HTTP/1.1 101 ...": the status stands at the 10th byte.
            if (_answered + index is >= 9 and < 12 && read[index] != "101"u8[_answered + index - 9])
            {
                _passes = true;
                Forget();
                return read.Length;
            }

            _tail = (_tail << 8) | read[index];
            if (_tail == 0x0D0A0D0A)
            {
                _headEnded = true;
                _rest = read[(index + 1)..].ToArray();
                return index + 1;
            }
        }

        _answered += read.Length;
        _passes = _answered > MaxHeadBytes;
        return read.Length;
    }

    private void Forget()
    {
        if (_key is not null)
        {
            Opening.TryRemove(_key, out _);
        }
    }
}
