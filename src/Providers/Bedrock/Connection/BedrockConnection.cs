using System.Buffers;
using System.Net;
using Realtime.Protocol.EventStreams;
using Realtime.Protocol.EventStreams.Signing;

namespace Realtime.Providers.Bedrock.Connection;

/// <summary>
/// An open stream: Nova's events as messages, in signed event-stream frames over one HTTP/2 exchange. A failure that the service tells is
/// a message too, see <see cref="ServiceException"/>; the end follows it.
/// </summary>
internal sealed class BedrockConnection : IUpstreamConnection
{
    private const int ReadSize = 16 * 1024;
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(3);

    private readonly DuplexContent _content;
    private readonly Stream _body;
    private readonly Task<HttpResponseMessage> _responding;
    private readonly EventSignatureChain _chain;
    private readonly TimeSpan _writeTimeout;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _abort;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly OpenBlocks _blocks = new();
    private readonly EventStreamDecoder _decoder = new();
    private readonly ArrayBufferWriter<byte> _message = new();
    private readonly ArrayBufferWriter<byte> _inner = new();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly ArrayBufferWriter<byte> _pieces = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ArrayBufferWriter<byte> _pending = new();
    private ArrayBufferWriter<byte> _sending = new();
    private Stream? _response;
    private UpstreamEnd? _end;
    private bool _closing;
    private int _reading;

    /// <summary>Initializes a new instance of the <see cref="BedrockConnection"/> class.</summary>
    /// <param name="request">The request that opened it.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="responding">The response, which may be yet to come.</param>
    /// <param name="writeTimeout">How long the service may leave a write waiting; zero for ever.</param>
    /// <param name="time">The clock, also of the events' signatures.</param>
    /// <param name="abort">Cuts the exchange; owned from now on.</param>
    public BedrockConnection(
        SignedRequest request,
        Stream body,
        Task<HttpResponseMessage> responding,
        TimeSpan writeTimeout,
        TimeProvider time,
        CancellationTokenSource abort)
    {
        _content = request.Body;
        _chain = request.Chain;
        (_body, _responding, _writeTimeout, _time, _abort) = (body, responding, writeTimeout, time, abort);
    }

    /// <inheritdoc/>
    public async ValueTask<UpstreamRead> ReadAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _reading, 1);
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _abort);
        try
        {
            while (true)
            {
                if (TryRead(out var read))
                {
                    return read;
                }

                await ReceiveAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }

    /// <inheritdoc/>
    public bool TryRead(out UpstreamRead read)
    {
        while (_decoder.Read() is { } message)
        {
            if (ServiceException.From(message) is { } exception)
            {
                exception.Write(_message);
            }
            else if (message.Text(":event-type") != "chunk" || !ChunkBytes.TryRead(message.Payload.Span, _message))
            {
                continue;
            }

            read = new UpstreamRead(_message.WrittenMemory, IsBinary: false, EndOfMessage: true, End: null);
            return true;
        }

        if (_decoder.Fault != EventStreamFault.None)
        {
            End(UpstreamEndKind.Lost, "The event stream is broken.");
        }

        read = new UpstreamRead(default, IsBinary: false, EndOfMessage: true, _end);
        return _end is not null;
    }

    /// <inheritdoc/>
    public void Enqueue(ReadOnlySpan<byte> payload, bool binary, bool endOfMessage = true)
    {
        lock (_gate)
        {
            if (_closing || binary)
            {
                return;
            }

            if (!endOfMessage || _pieces.WrittenCount > 0)
            {
                _pieces.Write(payload);
                if (!endOfMessage)
                {
                    return;
                }

                Add(_pieces.WrittenSpan);
                _pieces.ResetWrittenCount();
                return;
            }

            Add(payload);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (TakePending() is { } frames)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abort.Token);
                using var timeout = new CancellationTokenSource(_writeTimeout > TimeSpan.Zero ? _writeTimeout : Timeout.InfiniteTimeSpan, _time);
                using var registration = timeout.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), limit);
                try
                {
                    await _body.WriteAsync(frames.WrittenMemory, limit.Token).ConfigureAwait(false);
                    await _body.FlushAsync(limit.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (timeout.IsCancellationRequested)
                {
                    End(UpstreamEndKind.NotReading, "");
                    await _abort.CancelAsync().ConfigureAwait(false);
                    return false;
                }
            }

            return !_ended.Task.IsCompleted;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or ObjectDisposedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A service that ends the stream while it is written to has the client of HTTP call the write off; no caller has wished for that.
            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask CloseReadingOnAsync(int code, string reason, CancellationToken cancellationToken) =>
        CloseAsync(code, reason, isRead: true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CloseAsync(int code, string reason, CancellationToken cancellationToken) =>
        CloseAsync(code, reason, isRead: false, cancellationToken);

    private async ValueTask CloseAsync(int code, string reason, bool isRead, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            // Told in good order, the service frees what it holds for the stream at once.
            foreach (var json in _blocks.Close())
            {
                Add(json);
            }

            _chain.Write(_pending, _time.GetUtcNow(), []);
            _closing = true;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timeout = new CancellationTokenSource(CloseWait, _time);
        using var registration = timeout.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), limit);
        try
        {
            await FlushAsync(limit.Token).ConfigureAwait(false);
            _content.Complete();
            // The stream ends when the service has said all; until then somebody must read it, and one alone.
            if (!isRead && Volatile.Read(ref _reading) == 0)
            {
                _ = DrainAsync();
            }

            await _ended.Task.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It does not end by itself, so it is cut.
        }

        End(UpstreamEndKind.Local, reason, code);
        await _abort.CancelAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        End(UpstreamEndKind.Local, "");
        _content.Complete();
        await _abort.CancelAsync().ConfigureAwait(false);
        if (_response is not null)
        {
            await _response.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task DrainAsync()
    {
        while (!TryRead(out var read) || read.End is null)
        {
            if (read.End is null && !_ended.Task.IsCompleted)
            {
                await ReceiveAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task ReceiveAsync()
    {
        byte[]? buffer = null;
        try
        {
            _response ??= await RespondAsync().ConfigureAwait(false);
            if (_response is null)
            {
                return;
            }

            // Waits without holding a buffer, of which a silent session would need none.
            await _response.ReadAsync(Memory<byte>.Empty, _abort.Token).ConfigureAwait(false);
            buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
            var count = await _response.ReadAsync(buffer, _abort.Token).ConfigureAwait(false);
            if (count > 0)
            {
                _decoder.Append(buffer.AsSpan(0, count));
                return;
            }

            _decoder.Complete();
            End(_closing ? UpstreamEndKind.Local : UpstreamEndKind.Lost, "");
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            End(_closing ? UpstreamEndKind.Local : UpstreamEndKind.Lost, "");
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    // A refusal that came late, after the first events, is told as a failure within the stream would be.
    private async Task<Stream?> RespondAsync()
    {
        var response = await _responding.WaitAsync(_abort.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return await response.Content.ReadAsStreamAsync(_abort.Token).ConfigureAwait(false);
        }

        var exception = await BedrockConnector.ReadRefusalAsync(response, _abort.Token).ConfigureAwait(false);
        var frame = new ArrayBufferWriter<byte>();
        exception.WriteFrame(frame);
        _decoder.Append(frame.WrittenSpan);
        _response = Stream.Null;
        return null;
    }

    private void Add(ReadOnlySpan<byte> json)
    {
        _blocks.Note(json);
        _inner.ResetWrittenCount();
        ChunkBytes.Write(_inner, json, _scratch);
        _chain.Write(_pending, _time.GetUtcNow(), _inner.WrittenSpan);
    }

    private ArrayBufferWriter<byte>? TakePending()
    {
        lock (_gate)
        {
            if (_pending.WrittenCount == 0)
            {
                return null;
            }

            (_pending, _sending) = (_sending, _pending);
            _pending.ResetWrittenCount();
            return _sending;
        }
    }

    private void End(UpstreamEndKind kind, string reason, int code = 1006)
    {
        lock (_gate)
        {
            _end ??= new UpstreamEnd(kind, code, reason);
        }

        _ended.TrySetResult();
    }
}
