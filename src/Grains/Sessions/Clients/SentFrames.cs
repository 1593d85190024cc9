using System.Buffers;
using System.Numerics;
using System.Text;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>
/// The last of what a session sent to its client, for a client that returns and names the last event it has. Bounded by bytes, frames and
/// age; memory is taken as frames come and given back as they go. Its owner guards it.
/// </summary>
/// <remarks>
/// A frame costs one copy and no parsing: ids are looked for when a client returns, and when frames are dropped, so that the last id
/// that was dropped is still known. A client that has that one misses nothing of what was dropped.
/// </remarks>
internal sealed class SentFrames(SentFramesLimits limits, SentFramesBudget budget, TimeProvider time)
{
    private const int SmallestChunk = 1024;
    private const int LargestChunk = 32 * 1024;

    private readonly Queue<SentChunk> _chunks = new();
    private SentChunk? _last;
    private long _bytes;
    private long _first;

    // What was dropped last: its id, as long as nothing without an id was dropped after it.
    private string? _droppedId;

    /// <summary>Gets the number that the next frame will have; frames are numbered from 0.</summary>
    public long Next { get; private set; }

    /// <summary>Gets the bytes that are held.</summary>
    public long Bytes => _bytes;

    /// <summary>Begins where another process left off.</summary>
    /// <param name="next">The number of the next frame.</param>
    /// <param name="lastId">The id of the event before it; null when it is not known.</param>
    public void GoOnAfter(long next, string? lastId)
    {
        Next = _first = next;
        _droppedId = lastId;
    }

    /// <summary>Takes down what is kept.</summary>
    /// <returns>It.</returns>
    public KeptFrames Keep()
    {
        var data = new ArrayBufferWriter<byte>((int)Math.Max(_bytes, 1));
        foreach (var chunk in _chunks)
        {
            data.Write(chunk.Data);
        }

        return new KeptFrames { First = _first, DroppedId = _droppedId, Data = data.WrittenSpan.ToArray() };
    }

    /// <summary>Begins with what another process kept.</summary>
    /// <param name="kept">It.</param>
    public void GoOnWith(KeptFrames kept)
    {
        GoOnAfter(kept.First, kept.DroppedId);
        if (kept.Data.Length == 0)
        {
            return;
        }

        var chunk = SentChunk.From(kept.Data, time.GetTimestamp());
        Next = _first + chunk.Frames;
        if (!budget.TryTake(chunk.Size))
        {
            chunk.Release();
            GoOnAfter(Next, null);
            return;
        }

        _chunks.Enqueue(chunk);
        _bytes = chunk.Size;
    }

    /// <summary>Adds a frame, dropping the oldest where there is no room.</summary>
    /// <param name="kind">Text or binary.</param>
    /// <param name="payload">The payload, which is copied.</param>
    /// <param name="endOfMessage">Whether the message ends with it.</param>
    public void Append(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage)
    {
        Next++;
        var now = time.GetTimestamp();
        if (_last?.TryAppend(kind, payload, endOfMessage, now) == true)
        {
            if (Next - _first > limits.MaxFrames)
            {
                DropOldest();
            }

            return;
        }

        var needed = payload.Length + SentChunk.HeaderBytes;

        // The pool's sizes are powers of two.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(needed, Math.Clamp(_bytes, SmallestChunk, LargestChunk)));
        if (needed > limits.MaxBytes || !MakeRoom(size))
        {
            // It cannot be kept, nor anything before it without a gap.
            Clear();
            _droppedId = null;
            _first = Next;
            return;
        }

        var chunk = new SentChunk(size);
        chunk.TryAppend(kind, payload, endOfMessage, now);
        _chunks.Enqueue(chunk);
        _last = chunk;
        _bytes += size;
    }

    /// <summary>Finds where a client goes on.</summary>
    /// <param name="eventId">The last event that it has; null when it has none.</param>
    /// <returns>The number of the first frame that it misses; null when that one is not known or not kept any more.</returns>
    public long? FindAfter(string? eventId)
    {
        if (eventId is null)
        {
            return _first == 0 ? 0 : null;
        }

        if (eventId == _droppedId)
        {
            return _first;
        }

        var id = Encoding.UTF8.GetBytes(eventId);
        long? found = null;
        var number = _first;
        var isFirstPiece = true;
        var isWanted = false;
        foreach (var chunk in _chunks)
        {
            for (var offset = 0; chunk.TryRead(ref offset, out var frame); number++)
            {
                isWanted |= isFirstPiece && frame.Kind == FrameKind.Text && frame.Payload.IndexOf(id) >= 0 && IdOf(frame.Payload) == eventId;
                isFirstPiece = frame.EndOfMessage;
                if (isWanted && frame.EndOfMessage)
                {
                    found = number + 1;
                    isWanted = false;
                }
            }
        }

        return found;
    }

    /// <summary>Gets whether a frame and all after it are kept.</summary>
    /// <param name="number">The frame's number.</param>
    /// <returns>Whether.</returns>
    public bool Has(long number) => number >= _first;

    /// <summary>Sends frames again.</summary>
    /// <param name="number">The first one's number.</param>
    /// <param name="target">Where they go.</param>
    public void CopyTo(long number, IFrameWriter target)
    {
        var current = _first;
        foreach (var chunk in _chunks)
        {
            for (var offset = 0; chunk.TryRead(ref offset, out var frame); current++)
            {
                if (current >= number)
                {
                    target.Enqueue(frame.Kind, frame.Payload, frame.EndOfMessage);
                }
            }
        }
    }

    /// <summary>Drops what is older than it is to be kept.</summary>
    public void DropOld()
    {
        while (_chunks.TryPeek(out var oldest) && time.GetElapsedTime(oldest.LastAppend) > limits.KeepFor)
        {
            DropOldest(isOld: true);
        }
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        while (DropOldest())
        {
            // Each gives its memory back.
        }
    }

    private static string? IdOf(ReadOnlySpan<byte> payload)
    {
        var scan = EventScanner.Scan(payload);
        return scan.HasEventId ? EventScanner.ReadString(payload, scan.EventId) : null;
    }

    private bool MakeRoom(int size)
    {
        while (_bytes + size > limits.MaxBytes || Next - _first > limits.MaxFrames)
        {
            if (!DropOldest())
            {
                break;
            }
        }

        while (!budget.TryTake(size))
        {
            if (!DropOldest())
            {
                return false;
            }
        }

        return true;
    }

    // What is dropped for its age has reached its client, with an id or without; what is dropped for want of room may not have.
    private bool DropOldest(bool isOld = false)
    {
        if (!_chunks.TryDequeue(out var chunk))
        {
            return false;
        }

        for (var offset = 0; chunk.TryRead(ref offset, out var frame);)
        {
            var isLast = offset >= chunk.Used;
            if (isLast && !frame.EndOfMessage)
            {
                // What is left begins within a message.
                _droppedId = null;
            }
            else if (isOld || isLast)
            {
                var id = frame.Kind == FrameKind.Text ? IdOf(frame.Payload) : null;
                _droppedId = isOld ? id ?? _droppedId : id;
            }
        }

        _first += chunk.Frames;
        _bytes -= chunk.Size;
        budget.Give(chunk.Size);
        chunk.Release();
        if (ReferenceEquals(chunk, _last))
        {
            _last = null;
        }

        return true;
    }
}
