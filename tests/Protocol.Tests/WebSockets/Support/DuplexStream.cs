using System.IO.Pipelines;

namespace Realtime.Protocol.Tests.WebSockets.Support;

/// <summary>One end of a pair of streams in memory, with the transport's habits: backpressure, end, reset, counts of calls.</summary>
internal sealed class DuplexStream : Stream
{
    private readonly Pipe _in;
    private readonly Pipe _out;
    private readonly Stream _reads;
    private readonly Stream _writes;

    private DuplexStream(Pipe input, Pipe output)
    {
        _in = input;
        _out = output;
        _reads = input.Reader.AsStream();
        _writes = output.Writer.AsStream();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Gets the sizes of the writes.</summary>
    public List<int> Writes { get; } = [];

    /// <summary>Gets how many reads gave bytes.</summary>
    public int Reads { get; private set; }

    /// <summary>Gets the size of the memory of the read that is under way; -1 when none is.</summary>
    public int PendingRead { get; private set; } = -1;

    public bool IsDisposed { get; private set; }

    /// <summary>Makes both ends; a write waits while more than <paramref name="capacity"/> bytes have not been read.</summary>
    public static (DuplexStream One, DuplexStream Other) Create(int capacity = 64 * 1024)
    {
        var options = new PipeOptions(
            pauseWriterThreshold: capacity, resumeWriterThreshold: Math.Max(1, capacity / 2), useSynchronizationContext: false);
        var up = new Pipe(options);
        var down = new Pipe(options);
        return (new DuplexStream(up, down), new DuplexStream(down, up));
    }

    /// <summary>Says that nothing more comes from this end.</summary>
    public void CompleteWrites() => _out.Writer.Complete();

    /// <summary>Breaks the connection, as seen by the other end.</summary>
    public void Reset()
    {
        _out.Writer.Complete(new IOException("Reset by peer."));
        _in.Reader.Complete(new IOException("Reset by peer."));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        PendingRead = buffer.Length;
        try
        {
            var count = await _reads.ReadAsync(buffer, cancellationToken);
            Reads += count > 0 ? 1 : 0;
            return count;
        }
        finally
        {
            PendingRead = -1;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (Writes)
        {
            Writes.Add(buffer.Length);
        }

        return _writes.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        _in.Reader.Complete();
        _out.Writer.Complete();
        base.Dispose(disposing);
    }
}
