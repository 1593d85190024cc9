using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Interfaces.Sessions.Takeover;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Dialects;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Sessions.Takeover;

/// <summary>
/// Puts a session together from its last snapshot and what its gateway has kept since. What the client was told counts, and nothing else: what
/// the lost silo knew beyond it, nobody has heard.
/// </summary>
internal sealed class SessionRestorer
{
    private const int MostTurns = 4;

    private readonly Conversation _conversation;
    private readonly IEdgeTranslator? _clientEdge;
    private readonly IEdgeTranslator? _serverEdge;
    private readonly List<Sent> _sent = [];
    private readonly Queue<int> _commits = [];
    private readonly List<(string ItemId, IReadOnlyList<byte[]> Audio)> _turns = [];
    private GuardState? _guard;
    private int _audioStart;

    private SessionRestorer(Conversation conversation, Dialect dialect)
    {
        _conversation = conversation;
        _clientEdge = DialectEdges.ForClient(dialect);

        // What a beta client is told is what a beta provider tells.
        _serverEdge = DialectEdges.ForUpstream(dialect);
    }

    /// <summary>Chooses the snapshot that a session goes on from: the later one, but none that is ahead of its client.</summary>
    /// <remarks>A silo that is cut off from the others goes on for a moment and writes down what it says to nobody.</remarks>
    /// <param name="stored">What the cluster's store has; null for nothing.</param>
    /// <param name="given">What the gateway was given; null for nothing.</param>
    /// <param name="request">What the gateway knows.</param>
    /// <returns>The snapshot; null for none.</returns>
    public static SessionSnapshot? Choose(SessionSnapshot? stored, SessionSnapshot? given, SessionReattachRequest request)
    {
        var later = given is null || given.ServerFrames < stored?.ServerFrames ? stored : given;

        // Only where the journal reaches back that far: too much is better than too little.
        var (client, server, open) = given is null
            ? (0, 0, request.Open)
            : (Math.Max(given.ClientFrames, request.SnapshotClientFrames), Math.Max(given.ServerFrames, request.SnapshotServerFrames), given.Open);
        return later?.ServerFrames > request.ServerFrames && open is not null && request.FirstClientFrame <= client && request.FirstServerFrame <= server
            ? given
            : later;
    }

    /// <summary>Restores a session.</summary>
    /// <param name="snapshot">The last snapshot; null when there is none.</param>
    /// <param name="request">What the gateway knows.</param>
    /// <returns>The session; null when too little is known of it.</returns>
    public static RestoredSession? Restore(SessionSnapshot? snapshot, SessionReattachRequest request)
    {
        var open = snapshot?.Open ?? request.Open;
        if (open is null || (snapshot is null && (request.FirstClientFrame > 0 || request.FirstServerFrame > 0)))
        {
            return null;
        }

        var conversation = new Conversation();
        if (snapshot is not null)
        {
            if (!ConversationSnapshot.TryParse(snapshot.Conversation, out var kept))
            {
                return null;
            }

            conversation = Conversation.FromSnapshot(kept);
        }

        var restorer = new SessionRestorer(conversation, open.ClientDialect) { _guard = snapshot?.Guard };
        restorer.Take(request.Journal, snapshot?.ClientFrames ?? 0, snapshot?.ServerFrames ?? 0);
        return restorer.Finish(open) with { DeploymentId = snapshot?.DeploymentId };
    }

    private void Take(ReadOnlySpan<byte> journal, long fromClient, long fromServer)
    {
        while (JournalEntry.TryRead(ref journal, out var entry))
        {
            if (entry.Kind == FrameKind.Binary && !entry.IsFromClient)
            {
                continue;
            }

            // An event is one also where it came in a binary message.
            var isBinary = entry.Kind == FrameKind.Binary && EventScanner.Scan(entry.Payload).Status != EventScanStatus.Ok;
            var message = new EventMessage(
                isBinary ? RealtimeEventType.Unknown : EventScanner.ScanType(entry.Payload), entry.Payload.ToArray(), isBinary);
            if (entry.IsFromClient)
            {
                FromClient(message, isNew: entry.Number >= fromClient);
            }
            else
            {
                ToClient(message, isNew: entry.Number >= fromServer);
            }
        }
    }

    private void FromClient(in EventMessage message, bool isNew)
    {
        var sent = new Sent(message.Payload.ToArray(), message.Type == RealtimeEventType.InputAudioBufferAppend);
        _sent.Add(sent);
        if (sent.IsAudio)
        {
            return;
        }

        if (message.Type == RealtimeEventType.InputAudioBufferCommit)
        {
            _commits.Enqueue(_sent.Count);
        }

        Translate(_clientEdge is { } edge && edge.WireTypes.Contains(message.Type) ? edge.ToCanonical : null, message, (in EventMessage canonical) =>
        {
            sent.Canonical.Add(canonical.Payload.ToArray());
            if (isNew)
            {
                _conversation.OnClientEvent(canonical.Type, canonical.Payload.Span);
            }
        });
    }

    private void ToClient(in EventMessage message, bool isNew) =>
        Translate(_serverEdge is { } edge && edge.WireTypes.Contains(message.Type) ? edge.ToCanonical : null, message, (in EventMessage canonical) =>
        {
            if (canonical.Type == RealtimeEventType.InputAudioBufferCommitted)
            {
                var until = _commits.TryDequeue(out var asked) ? asked : _sent.Count;
                if (SessionFields.Text(canonical.Payload.Span, "item_id"u8) is { } item)
                {
                    _turns.Add((item, [.. _sent[Math.Min(_audioStart, until)..until].Where(sent => sent.IsAudio).Select(sent => sent.Payload)]));
                }

                _audioStart = until;
            }
            else if (canonical.Type == RealtimeEventType.InputAudioBufferCleared)
            {
                _audioStart = _sent.Count;
                _commits.Clear();
            }

            if (isNew)
            {
                if (canonical.Type is RealtimeEventType.SessionCreated or RealtimeEventType.SessionUpdated)
                {
                    // The client is shown its own settings, not those that guard it.
                    _guard = TurnSettings.Read(GuardJson.Parse(canonical).Object("session"), _guard ?? new GuardState());
                }

                _conversation.OnServerEvent(canonical.Type, canonical.Payload.Span);
            }
        });

    private RestoredSession Finish(SessionOpenRequest open)
    {
        // What the journal has is sent again in its order, between the audio; what it has not, the snapshot asks for.
        var pending = _conversation.PendingRequests.ToList();
        var again = new List<byte[]>();

        // From the end: of requests that read the same, it is the last that was not answered.
        for (var index = _sent.Count - 1; index >= 0; index--)
        {
            var sent = _sent[index];
            if (sent.IsAudio ? index >= _audioStart : TakePending(pending, sent))
            {
                again.Add(sent.Payload);
            }
        }

        again.Reverse();

        var unheard = _conversation.Items
            .Where(item => item.Role == "user" && item.Content.Any(part => part is { Text: null, Transcript: null, ImageUrl: null }))
            .Select(item => item.Id)
            .ToHashSet(StringComparer.Ordinal);
        var snapshot = _conversation.ToSnapshot();
        return new RestoredSession
        {
            Open = open,
            Conversation = snapshot with { Requests = pending, Items = [.. snapshot.Items.Select(Whole)] },
            Again = again,
            Guard = _guard,
            Turns = [.. _turns.Where(turn => turn.Audio.Count > 0 && unheard.Contains(turn.ItemId)).TakeLast(MostTurns)],
        };
    }

    // What the client itself said is whole as soon as it was taken; that the lost silo had no time to say so makes no difference.
    private static ConversationItem Whole(ConversationItem item) =>
        item is { Role: "user" or "system", Status: "in_progress" } ? item with { Status = "completed" } : item;

    private static bool TakePending(List<PendingRequest> pending, Sent sent)
    {
        var index = pending.FindLastIndex(request => sent.Canonical.Exists(canonical => request.Payload.AsSpan().SequenceEqual(canonical)));
        if (index < 0)
        {
            return false;
        }

        pending.RemoveAt(index);
        return true;
    }

    private static void Translate(Translation? translate, in EventMessage message, Taker take)
    {
        if (translate is null)
        {
            take(message);
        }
        else
        {
            translate(message, new Sink(take));
        }
    }

    private delegate void Translation(in EventMessage message, IEventSink sink);

    private delegate void Taker(in EventMessage message);

    private sealed class Sink(Taker take) : IEventSink
    {
        public void Forward(in EventMessage message) => take(message);

        public void Reply(in EventMessage message)
        {
            // The client has had its answer.
        }
    }

    private sealed class Sent(byte[] payload, bool isAudio)
    {
        public byte[] Payload { get; } = payload;

        public bool IsAudio { get; } = isAudio;

        public List<byte[]> Canonical { get; } = [];
    }
}
