using System.Buffers;

namespace Realtime.Protocol.WebSockets;

/// <content>The end of a connection.</content>
public sealed partial class WebSocketConnection
{
    private const int MaxDiscardedBytes = 128 * 1024 * 1024;
    private const int DiscardBuffer = 16 * 1024;

    private FrameSkipper? _skipper;

    // The peer must be able to read the close frame: a transport that is closed over unread bytes is reset, and a reset may overtake it.
    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.CloseTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken, _abort.Token);
        try
        {
            await _sender.FlushAsync(either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
            if (_readsOn)
            {
                // The reader comes to the peer's close by itself.
                await _finished.Task.WaitAsync(either.Token).ConfigureAwait(false);
            }

            while (!_finished.Task.IsCompleted)
            {
                if (TryTakeOver(out var busy))
                {
                    try
                    {
                        await SkipToCloseAsync(either.Token).ConfigureAwait(false);
                        _finished.TrySetResult();
                    }
                    finally
                    {
                        EndRead(_handedOut);
                    }
                }
                else
                {
                    await Task.WhenAny(busy, _finished.Task).WaitAsync(either.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            Abort(WebSocketCloseCause.LocalClose);
            _finished.TrySetResult();
        }
    }

    private bool TryTakeOver(out Task busy)
    {
        lock (_gate)
        {
            if (_reading)
            {
                _readEnded ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                busy = _readEnded.Task;
                return false;
            }

            busy = Task.CompletedTask;
            _reading = true;
            _discarding = true;
            return true;
        }
    }

    // Ends at the peer's close frame, when the transport ends, or when it has been enough.
    private async Task SkipToCloseAsync(CancellationToken cancellationToken)
    {
        _skipper ??= _reader.Skip();
        var buffer = ArrayPool<byte>.Shared.Rent(DiscardBuffer);
        try
        {
            while (!_skipper.IsDone && _skipper.Taken < MaxDiscardedBytes && !_abort.IsCancellationRequested)
            {
                var count = await ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (count <= 0)
                {
                    return;
                }

                _skipper.Take(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
