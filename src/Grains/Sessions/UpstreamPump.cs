using Realtime.Grains.Interfaces.Frames;
using Realtime.Protocol.Events;
using Realtime.Providers;

namespace Realtime.Grains.Sessions;

/// <summary>Carries one connection's messages from the provider to the client, for as long as it is the session's upstream.</summary>
/// <param name="link">The connection.</param>
/// <param name="edge">Its end of the pipeline.</param>
/// <param name="pipeline">The pipeline.</param>
/// <param name="parts">The session.</param>
internal sealed class UpstreamPump(UpstreamLink link, UpstreamEdge edge, SessionPipeline pipeline, SessionParts parts) : IDisposable
{
    private const int MaxMessagesPerFlush = 64;

    private readonly BiasedGate _gate = new();
    private readonly LongMessage _longMessage = new();
    private volatile bool _isReplaced;
    private volatile bool _isOver;
    private volatile bool _isReading;
    private bool _hasEnded;
    private bool _isInside;

    /// <summary>Gets a value indicating whether the client has been sent a part of a message whose rest is still to come.</summary>
    public bool IsInsideMessage => Volatile.Read(ref _isInside);

    /// <summary>Gets a value indicating whether the connection is read.</summary>
    public bool IsReading => _isReading;

    /// <summary>
    /// Stops the way to the client, whose session is over, and reads on until the connection ends: what the provider still says is counted.
    /// </summary>
    public void EndClient() => _isOver = true;

    /// <summary>Stops the way to the client; what the connection still gives is dropped. Called under the pipeline's lock.</summary>
    public void Replace()
    {
        _gate.Block();
        _isReplaced = true;
        _gate.Unblock();
    }

    /// <summary>Runs until the connection ends.</summary>
    /// <param name="afterStep">Called when messages were handled and nothing of them is under way.</param>
    /// <param name="stop">Ends with the session.</param>
    /// <returns>How the connection ended.</returns>
    /// <exception cref="OperationCanceledException">The session ended.</exception>
    public async Task<UpstreamEnd> RunAsync(Action afterStep, CancellationToken stop)
    {
        _isReading = true;
        try
        {
            return await CarryAsync(afterStep, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_isOver && !_hasEnded)
        {
            // No read is under way: what was waited for is the client.
            return await ReadToEndAsync().ConfigureAwait(false);
        }
        finally
        {
            _isReading = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _longMessage.Dispose();

    private async Task<UpstreamEnd> ReadToEndAsync()
    {
        while (true)
        {
            var read = await link.Connection.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (read.End is { } end)
            {
                return end;
            }

            Take(read);
        }
    }

    private async Task<UpstreamEnd> CarryAsync(Action afterStep, CancellationToken stop)
    {
        var connection = link.Connection;
        var pending = link.PendingRead;
        while (true)
        {
            // Never cancelled, which would cut the connection before its close frame: closing it ends the read.
            var read = pending is null
                ? await connection.ReadAsync(CancellationToken.None).ConfigureAwait(false)
                : await pending.ConfigureAwait(false);
            pending = null;
            var sample = parts.Telemetry.StartSample();
            var count = 0;
            do
            {
                if (read.End is { } end)
                {
                    _hasEnded = true;
                    await parts.Client.FlushAsync(stop).ConfigureAwait(false);
                    return end;
                }

                Take(read);
            }
            while (++count < MaxMessagesPerFlush && connection.TryRead(out read));

            if (_isOver)
            {
                return await ReadToEndAsync().ConfigureAwait(false);
            }

            parts.Clock.Touch();
            if (!await parts.Client.FlushAsync(stop).ConfigureAwait(false))
            {
                // The client's side knows why and ends the session; this only stops reading for it.
                await Task.Delay(Timeout.InfiniteTimeSpan, parts.Setup.Time, stop).ConfigureAwait(false);
            }

            parts.Telemetry.EndSample(sample);
            await connection.FlushAsync(stop).ConfigureAwait(false);
            afterStep();
        }
    }

    private void Take(in UpstreamRead read)
    {
        if (!_longMessage.Take(read, edge, out var message, out var type))
        {
            if (_longMessage.PassesPieces)
            {
                Pass(read, message.Span, isPiece: true);
            }

            return;
        }

        parts.Telemetry.UpstreamEvent(type);
        parts.Setup.Meter?.Audio.FromUpstream(type, message.Length);
        if (edge.WantsFromUpstream(type))
        {
            pipeline.FromUpstream(edge, new EventMessage(type, message, read.IsBinary));
            return;
        }

        Pass(read, message.Span, isPiece: false);
    }

    private void Pass(in UpstreamRead read, ReadOnlySpan<byte> payload, bool isPiece)
    {
        if (!_gate.TryEnter())
        {
            lock (pipeline.Gate)
            {
                _gate.Block();
                Write(read, payload, isPiece);
                _gate.Unblock();
            }

            return;
        }

        try
        {
            Write(read, payload, isPiece);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Write(in UpstreamRead read, ReadOnlySpan<byte> payload, bool isPiece)
    {
        if (_isReplaced || _isOver)
        {
            return;
        }

        parts.Telemetry.ServerFrame(payload.Length);
        var kind = read.IsBinary ? FrameKind.Binary : FrameKind.Text;
        if (isPiece)
        {
            Volatile.Write(ref _isInside, !read.EndOfMessage);
            parts.Output.EnqueuePiece(kind, payload, read.EndOfMessage);
        }
        else
        {
            parts.Output.Enqueue(kind, payload);
        }
    }
}
