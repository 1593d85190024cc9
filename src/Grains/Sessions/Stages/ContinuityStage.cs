using System.Text.Json;
using Realtime.Grains.Sessions.Replacement;
using Realtime.Protocol.Conversations;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages;

/// <summary>
/// Stands nearest to the provider and makes a replaced upstream look like the first one: it gives items the ids that the client knows, answers for
/// items that the upstream has not got, and keeps what the provider says about its own end and about the replay from the client.
/// </summary>
/// <param name="setup">The session.</param>
/// <param name="expired">Called when the provider says that the connection's time is over.</param>
/// <param name="lastWordWait">How long an error that may be the connection's last word is held back.</param>
internal sealed class ContinuityStage(SessionSetup setup, Action expired, TimeSpan lastWordWait) : ISessionStage
{
    private const string Root = "root";

    private readonly Dictionary<string, string?> _toUpstream = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _toClient = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _followers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unfinished = new(StringComparer.Ordinal);
    private readonly HashSet<string> _replayEvents = new(StringComparer.Ordinal);
    private EventMessage? _lastWord;
    private bool _awaitsSettings;
    private string? _spokenItem;
    private bool _isActive;
    private bool _isHolding;

    /// <inheritdoc/>
    public EventTypeSet ClientTypes { get; } = EventTypeSet.Of(
        RealtimeEventType.ConversationItemCreate,
        RealtimeEventType.ConversationItemTruncate,
        RealtimeEventType.ConversationItemDelete,
        RealtimeEventType.ConversationItemRetrieve,
        RealtimeEventType.ResponseCreate);

    /// <inheritdoc/>
    public EventTypeSet ServerTypes { get; } = EventTypeSet.Of(
        RealtimeEventType.Error,
        RealtimeEventType.SessionUpdated,
        RealtimeEventType.ConversationItemAdded,
        RealtimeEventType.ConversationItemCreated,
        RealtimeEventType.ConversationItemDone,
        RealtimeEventType.ConversationItemDeleted,
        RealtimeEventType.ConversationItemTruncated,
        RealtimeEventType.ConversationItemRetrieved,
        RealtimeEventType.ConversationItemInputAudioTranscriptionDelta,
        RealtimeEventType.ConversationItemInputAudioTranscriptionCompleted,
        RealtimeEventType.ConversationItemInputAudioTranscriptionFailed,
        RealtimeEventType.InputAudioBufferSpeechStarted,
        RealtimeEventType.InputAudioBufferSpeechStopped,
        RealtimeEventType.InputAudioBufferCommitted,
        RealtimeEventType.ResponseCreated,
        RealtimeEventType.ResponseDone);

    /// <summary>Gets or sets a value indicating whether a lost upstream is replaced; if not, what the provider says of its end is the client's.</summary>
    public bool ReplacesLost { get; set; }

    /// <summary>Gets a value indicating whether the present upstream has finished a response.</summary>
    public bool HasFinishedResponse { get; private set; }

    /// <summary>Goes over to another upstream.</summary>
    /// <param name="replay">What it took of the history; null where its translator answers for that.</param>
    /// <param name="items">The items that the client knows, in order.</param>
    /// <param name="spokenItem">The id that the client was told for the turn that is being spoken, which begins anew; null if none was.</param>
    /// <param name="deleted">The items that it was not told of since their deletion is under way: it is answered for here.</param>
    public void Use(ReplayResult? replay, IReadOnlyList<ConversationItem> items, string? spokenItem, IReadOnlyCollection<string> deleted)
    {
        _toUpstream.Clear();
        _toClient.Clear();
        _places.Clear();
        _followers.Clear();
        _unfinished.Clear();
        _replayEvents.Clear();
        _awaitsSettings = replay?.AwaitsSettings == true;
        _lastWord = null;
        _spokenItem = spokenItem;
        HasFinishedResponse = false;
        _isHolding = false;
        if (replay is not null)
        {
            Map(replay, items);
        }

        foreach (var id in deleted.Where(id => items.Any(item => item.Id == id)))
        {
            _toUpstream.TryAdd(id, null);
        }

        _isActive = replay is not null || spokenItem is not null || _toUpstream.Count > 0;
    }

    /// <summary>Lets the client's events pass as they are: they wait for another upstream, and come here again for it.</summary>
    public void Hold() => _isHolding = true;

    /// <summary>Forgets what was held back: the connection has ended with it.</summary>
    public void DropLastWord() => _lastWord = null;

    /// <inheritdoc/>
    public StageResult OnClient(in EventMessage message, IStageContext context)
    {
        if (!_isActive || _isHolding)
        {
            return StageResult.Pass;
        }

        if (message.Type is RealtimeEventType.ConversationItemTruncate or RealtimeEventType.ConversationItemDelete
            && SessionFields.Text(message.Payload.Span, "item_id"u8) is { } id && Answer(message, id) is { } answer)
        {
            context.ToClient(answer);
            return StageResult.Taken;
        }

        if (ItemIds.Rewrite(message.Payload.Span, ForUpstream) is { } rewritten)
        {
            context.ToUpstream(message with { Payload = rewritten });
            return StageResult.Taken;
        }

        return StageResult.Pass;
    }

    /// <inheritdoc/>
    public StageResult OnServer(in EventMessage message, IStageContext context)
    {
        if (message.Type == RealtimeEventType.Error)
        {
            return OnError(message, context);
        }

        ReleaseLastWord(context);
        HasFinishedResponse |= message.Type == RealtimeEventType.ResponseDone;
        if (!_isActive)
        {
            return StageResult.Pass;
        }

        if (message.Type == RealtimeEventType.SessionUpdated && _awaitsSettings)
        {
            _awaitsSettings = false;
            return StageResult.Taken;
        }

        var payload = message.Payload;
        if (_unfinished.Count > 0 && IsOfReplay(message))
        {
            return StageResult.Taken;
        }

        if (message.Type == RealtimeEventType.InputAudioBufferSpeechStarted && _spokenItem is { } spoken)
        {
            _spokenItem = null;
            if (SessionFields.Text(payload.Span, "item_id"u8) is { } begun)
            {
                _toClient[begun] = spoken;
                _toUpstream[spoken] = begun;
            }
        }

        if (ItemIds.Rewrite(payload.Span, ForClient) is { } rewritten)
        {
            context.ToClient(message with { Payload = rewritten });
            return StageResult.Taken;
        }

        return StageResult.Pass;
    }

    // An item that the upstream has not got is placed for it by the one before, which it has.
    private string? ForUpstream(string id, bool isPrevious) => _toUpstream.TryGetValue(id, out var other) ? other ?? _places.GetValueOrDefault(id) : null;

    // What follows an item whose successors the upstream has not got follows the last of those for the client.
    private string? ForClient(string id, bool isPrevious) =>
        (isPrevious ? _followers.GetValueOrDefault(id) : null) ?? _toClient.GetValueOrDefault(id);

    private void Map(ReplayResult replay, IReadOnlyList<ConversationItem> items)
    {
        var previous = Root;
        foreach (var item in items)
        {
            if (replay.ItemIds.TryGetValue(item.Id, out var id))
            {
                previous = id;
                _toUpstream[item.Id] = id;
                if (id != item.Id)
                {
                    _toClient[id] = item.Id;
                }
            }
            else
            {
                _toUpstream[item.Id] = null;
                _places[item.Id] = previous;
                _followers[previous == Root ? "" : previous] = item.Id;
            }
        }

        _unfinished.UnionWith(replay.Unfinished);
        _replayEvents.UnionWith(replay.OpenEvents);
    }

    private bool IsOfReplay(in EventMessage message)
    {
        if (message.Type is not (RealtimeEventType.ConversationItemAdded or RealtimeEventType.ConversationItemCreated
            or RealtimeEventType.ConversationItemDone) || ItemId(message.Payload.Span) is not { } id || !_unfinished.Contains(id))
        {
            return false;
        }

        if (message.Type == RealtimeEventType.ConversationItemDone)
        {
            _unfinished.Remove(id);
        }

        return true;
    }

    // Answered here: what the upstream holds of the item is at most its text, which no provider truncates.
    private EventMessage? Answer(in EventMessage message, string id)
    {
        if (!_toUpstream.TryGetValue(id, out var upstream))
        {
            return null;
        }

        var isTruncation = message.Type == RealtimeEventType.ConversationItemTruncate;
        if (!isTruncation && upstream is not null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(message.Payload);
        var root = document.RootElement;
        return SessionFields.Event(
            isTruncation ? RealtimeEventType.ConversationItemTruncated : RealtimeEventType.ConversationItemDeleted,
            setup.EventIds,
            writer =>
            {
                writer.WriteString("item_id"u8, id);
                if (isTruncation)
                {
                    writer.WriteNumber("content_index"u8, SessionFields.Number(root, "content_index"));
                    writer.WriteNumber("audio_end_ms"u8, SessionFields.Number(root, "audio_end_ms"));
                }
            });
    }

    private StageResult OnError(in EventMessage message, IStageContext context)
    {
        if (!ReplacesLost)
        {
            return StageResult.Pass;
        }

        if (_replayEvents.Count > 0 && ReplayError.Read(message.Payload.Span).EventId is { } answered && _replayEvents.Contains(answered))
        {
            return StageResult.Taken;
        }

        var (code, _) = SessionFields.Error(message.Payload.Span);
        if (code == "session_expired")
        {
            expired();
            return StageResult.Taken;
        }

        if (!SessionFields.IsUnasked(message.Payload.Span))
        {
            return StageResult.Pass;
        }

        // The provider's own failure may be its last word, which a session that goes on need not hear.
        ReleaseLastWord(context);
        var held = message with { Payload = message.Payload.ToArray() };
        _lastWord = held;
        context.Run(
            async cancellationToken =>
            {
                await Task.Delay(lastWordWait, setup.Time, cancellationToken).ConfigureAwait(false);
                return true;
            },
            _ =>
            {
                if (_lastWord is { } waiting && waiting.Payload.Equals(held.Payload))
                {
                    ReleaseLastWord(context);
                }
            });
        return StageResult.Taken;
    }

    private void ReleaseLastWord(IStageContext context)
    {
        if (_lastWord is { } held)
        {
            _lastWord = null;
            context.ToClient(held);
        }
    }

    private static string? ItemId(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("item", out var item) && item.ValueKind == JsonValueKind.Object
                && item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
