using System.Buffers;
using System.Numerics;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Interfaces.Sessions.Takeover;
using Realtime.Protocol.Events;

namespace Realtime.Gateway.Sessions.Journal;

/// <summary>
/// What passed between a client and its session on another process since the session's last snapshot: with both, another silo can go on when
/// the session's own is lost. Audio to the client is counted and not kept. Bounded; memory is taken as frames come.
/// </summary>
internal sealed class SessionJournal(JournalBudget budget)
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int SmallestChunk = 1024;
    private const int LargestChunk = 32 * 1024;
    private const int HeadBytes = 256;

    private readonly Lock _gate = new();
    private readonly Queue<JournalChunk> _chunks = new();
    private readonly byte[] _lastHead = new byte[HeadBytes];
    private byte[]? _snapshot;
    private (long Client, long Server) _snapshotHolds;
    private JournalChunk? _last;
    private int _lastHeadLength;
    private bool _isInsideMessage;
    private long _bytes;
    private long _clientNext;
    private long _serverNext;
    private long _clientFirst;
    private long _serverFirst;

    private static ReadOnlySpan<byte> TokenEvent => "{\"type\":\"session.resume_token\""u8;

    /// <summary>Begins to count; before the first frame.</summary>
    /// <param name="clientFrames">The number of the client's first frame.</param>
    /// <param name="serverFrames">The number of the first frame to the client.</param>
    public void Begin(long clientFrames, long serverFrames)
    {
        lock (_gate)
        {
            // What has come already was sent from that number on.
            _serverNext += serverFrames;
            _serverFirst += serverFrames;
            _clientNext = _clientFirst = clientFrames;
        }
    }

    /// <summary>Notes a frame of the client.</summary>
    /// <param name="kind">What it carries.</param>
    /// <param name="payload">Its bytes.</param>
    public void AddFromClient(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            _clientNext++;
            Add(isFromClient: true, kind, payload);
        }
    }

    /// <summary>Notes a frame to the client.</summary>
    /// <param name="kind">What it carries.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="endOfMessage">Whether the message ends with it.</param>
    public void AddToClient(FrameKind kind, ReadOnlySpan<byte> payload, bool endOfMessage)
    {
        lock (_gate)
        {
            // The connection's own, which the session does not count.
            if (payload.StartsWith(TokenEvent))
            {
                return;
            }

            _serverNext++;
            var isWhole = endOfMessage && !_isInsideMessage;
            if (!_isInsideMessage)
            {
                _lastHeadLength = Math.Min(payload.Length, HeadBytes);
                payload[.._lastHeadLength].CopyTo(_lastHead);
            }

            _isInsideMessage = !endOfMessage;
            if (isWhole && kind == FrameKind.Text
                && EventScanner.ScanType(payload) is not (RealtimeEventType.ResponseOutputAudioDelta or RealtimeEventType.ResponseAudioDelta))
            {
                Add(isFromClient: false, kind, payload);
            }
        }
    }

    /// <summary>Drops what a snapshot holds.</summary>
    /// <param name="clientFrames">How many of the client's frames are in it.</param>
    /// <param name="serverFrames">How many of the frames to the client.</param>
    /// <param name="snapshot">The snapshot; null where the last one holds still.</param>
    /// <returns>
    /// Whether it was taken. What a silo says to nobody, since its frames do not come through, is in its snapshot all the same: going on from that,
    /// the client would never hear it.
    /// </returns>
    public bool Saved(long clientFrames, long serverFrames, byte[]? snapshot = null)
    {
        lock (_gate)
        {
            if (serverFrames > _serverNext || clientFrames > _clientNext)
            {
                return false;
            }

            _snapshot = snapshot ?? _snapshot;
            _snapshotHolds = (clientFrames, serverFrames);
            while (_chunks.TryPeek(out var oldest) && oldest.ClientNext <= clientFrames && oldest.ServerNext <= serverFrames)
            {
                DropOldest();
            }

            return true;
        }
    }

    /// <summary>Takes what another silo needs.</summary>
    /// <param name="attemptId">The attempt's id.</param>
    /// <param name="gatewayId">This gateway.</param>
    /// <param name="connection">The number of the client's connection.</param>
    /// <param name="open">What the client asked for at first; null when it came by returning to its session.</param>
    /// <param name="resumeToken">The token that the client was given last; null when it may not return.</param>
    /// <returns>The request.</returns>
    public SessionReattachRequest Take(
        string attemptId, string gatewayId, int connection = 0, SessionOpenRequest? open = null, string? resumeToken = null)
    {
        lock (_gate)
        {
            var journal = new ArrayBufferWriter<byte>((int)Math.Max(_bytes, 1));
            foreach (var chunk in _chunks)
            {
                journal.Write(chunk.Entries);
            }

            return new SessionReattachRequest
            {
                AttemptId = attemptId,
                GatewayId = gatewayId,
                Connection = connection,
                Open = open,
                ResumeToken = resumeToken,
                Journal = journal.WrittenSpan.ToArray(),
                FirstClientFrame = _clientFirst,
                FirstServerFrame = _serverFirst,
                ClientFrames = _clientNext,
                ServerFrames = _serverNext,
                LastEventId = LastEventId(),
                Snapshot = _snapshot,
                SnapshotClientFrames = _snapshotHolds.Client,
                SnapshotServerFrames = _snapshotHolds.Server,
            };
        }
    }

    /// <summary>Sends the client's frames on from a number.</summary>
    /// <param name="from">The first one's number.</param>
    /// <param name="target">Where they go.</param>
    public void CopyFromClient(long from, IFrameWriter target)
    {
        lock (_gate)
        {
            foreach (var chunk in _chunks)
            {
                var entries = chunk.Entries;
                while (JournalEntry.TryRead(ref entries, out var entry))
                {
                    if (entry.IsFromClient && entry.Number >= from)
                    {
                        target.Enqueue(entry.Kind, entry.Payload);
                    }
                }
            }
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _snapshot = null;
            while (DropOldest())
            {
                // Each gives its memory back.
            }
        }
    }

    private string? LastEventId()
    {
        var head = _lastHead.AsSpan(0, _lastHeadLength);
        var scan = EventScanner.Scan(head);
        return scan.HasEventId && !_isInsideMessage ? EventScanner.ReadString(head, scan.EventId) : null;
    }

    private void Add(bool isFromClient, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        if (_last?.TryAdd(isFromClient, kind, payload, _clientNext, _serverNext) == true)
        {
            return;
        }

        var needed = payload.Length + JournalEntry.HeaderBytes;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(needed, Math.Clamp(_bytes, SmallestChunk, LargestChunk)));
        while (_bytes + size > MaxBytes && DropOldest())
        {
            // The oldest goes: what is lost with it, the snapshot may hold.
        }

        while (!budget.TryTake(size))
        {
            if (!DropOldest())
            {
                _clientFirst = _clientNext;
                _serverFirst = _serverNext;
                return;
            }
        }

        _last = new JournalChunk(size);
        _last.TryAdd(isFromClient, kind, payload, _clientNext, _serverNext);
        _chunks.Enqueue(_last);
        _bytes += _last.Size;
    }

    private bool DropOldest()
    {
        if (!_chunks.TryDequeue(out var chunk))
        {
            return false;
        }

        _clientFirst = chunk.ClientNext;
        _serverFirst = chunk.ServerNext;
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
