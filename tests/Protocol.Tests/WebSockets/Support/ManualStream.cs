using System.Threading.Tasks.Sources;

namespace Realtime.Protocol.Tests.WebSockets.Support;

/// <summary>
/// A transport that gives what a test feeds it and goes on with the reader on the test's own thread, so that everything that a
/// message allocates is allocated there. It allocates nothing itself.
/// </summary>
internal sealed class ManualStream : Stream, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _source;
    private ReadOnlyMemory<byte> _fed;
    private Memory<byte> _target;
    private bool _pending;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public long Written { get; private set; }

    public void Feed(ReadOnlyMemory<byte> bytes)
    {
        _fed = bytes;
        while (_pending && !_fed.IsEmpty)
        {
            _pending = false;
            _source.SetResult(Take(_target));
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_fed.IsEmpty)
        {
            return new ValueTask<int>(Take(buffer));
        }

        _source.Reset();
        _target = buffer;
        _pending = true;
        return new ValueTask<int>(this, _source.Version);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written += buffer.Length;
        return default;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private int Take(Memory<byte> target)
    {
        var count = Math.Min(target.Length, _fed.Length);
        _fed[..count].CopyTo(target);
        _fed = _fed[count..];
        return count;
    }
}
