using Realtime.Protocol.Dialects.Json;
using Realtime.Protocol.Dialects.Maps;
using Realtime.Protocol.Dialects.Output;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Protocol.Dialects;

/// <summary>The edge of an upstream that speaks the beta form, as Azure's dated preview versions do.</summary>
/// <remarks>What does not have the shape that the protocol gives it goes on as it is.</remarks>
internal sealed class BetaUpstreamEdge : IEdgeTranslator
{
    private static readonly EventTypeSet Mapped = EventTypeSet.Of(
        RealtimeEventType.Error,
        RealtimeEventType.SessionCreated,
        RealtimeEventType.SessionUpdated,
        RealtimeEventType.TranscriptionSessionCreated,
        RealtimeEventType.TranscriptionSessionUpdated,
        RealtimeEventType.ConversationItemCreated,
        RealtimeEventType.ConversationItemRetrieved,
        RealtimeEventType.ResponseCreated,
        RealtimeEventType.ResponseDone,
        RealtimeEventType.ResponseOutputItemAdded,
        RealtimeEventType.ResponseOutputItemDone,
        RealtimeEventType.ResponseFunctionCallArgumentsDone);

    private readonly EventOutput _output = new();
    private readonly OpenItems _openItems = new();

    /// <inheritdoc/>
    public EventTypeSet WireTypes { get; } = Mapped.Union(EventRenames.BetaTypes);

    /// <inheritdoc/>
    public EventTypeSet CanonicalTypes { get; } = EventTypeSet.Of(
        RealtimeEventType.SessionUpdate,
        RealtimeEventType.ConversationItemCreate,
        RealtimeEventType.ResponseCreate);

    /// <inheritdoc/>
    public void ToCanonical(in EventMessage message, IEventSink sink)
    {
        if (!Mapped.Contains(message.Type) || JsonFields.Parse(message.Payload) is not { } fields)
        {
            _output.Rename(message, EventRenames.ToGa(message.Type), sink);
            return;
        }

        var type = ServerEventToGa(message.Type, fields);
        foreach (var finished in FinishedItems(message.Type, fields))
        {
            SendItemDone(finished.Item, finished.PreviousItemId, sink);
        }

        if (type is { } changed)
        {
            _output.Write(fields, changed, sink);
        }
        else
        {
            _output.Rename(message, EventRenames.ToGa(message.Type), sink);
        }

        if (message.Type == RealtimeEventType.ConversationItemCreated)
        {
            EndOrAwait(fields, sink);
        }
    }

    /// <inheritdoc/>
    public void FromCanonical(in EventMessage message, IEventSink sink)
    {
        if (JsonFields.Parse(message.Payload) is { } fields && ClientEventToBeta(message.Type, fields) is { } type)
        {
            _output.Write(fields, type, sink);
        }
        else
        {
            sink.Forward(message);
        }
    }

    // The type of the event that the fields have become, or null when they are as they were.
    private static RealtimeEventType? ClientEventToBeta(RealtimeEventType type, JsonFields fields) => type switch
    {
        RealtimeEventType.SessionUpdate => SessionToBeta(fields.OpenObject("session")),
        RealtimeEventType.ConversationItemCreate when ItemMap.ToBeta(fields.OpenObject("item")) => type,
        RealtimeEventType.ResponseCreate when fields.OpenObject("response") is { } response && ResponseMap.ToBeta(response) => type,
        _ => null,
    };

    private static RealtimeEventType? SessionToBeta(JsonFields? session) => session is null
        ? null
        : SessionMap.ToBeta(session) == SessionKind.Transcription
            ? RealtimeEventType.TranscriptionSessionUpdate
            : RealtimeEventType.SessionUpdate;

    private RealtimeEventType? ServerEventToGa(RealtimeEventType type, JsonFields fields)
    {
        switch (type)
        {
            case RealtimeEventType.SessionCreated or RealtimeEventType.SessionUpdated:
                return SessionToGa(fields, SessionKind.Realtime, type);
            case RealtimeEventType.TranscriptionSessionCreated:
                return SessionToGa(fields, SessionKind.Transcription, RealtimeEventType.SessionCreated);
            case RealtimeEventType.TranscriptionSessionUpdated:
                return SessionToGa(fields, SessionKind.Transcription, RealtimeEventType.SessionUpdated);
            case RealtimeEventType.Error:
                return ErrorParamMap.ToGa(fields.OpenObject("error")) ? type : null;
            case RealtimeEventType.ResponseCreated or RealtimeEventType.ResponseDone:
                return fields.OpenObject("response") is { } response && ResponseMap.ToGa(response) ? type : null;
            case RealtimeEventType.ResponseFunctionCallArgumentsDone:
                return FillFunctionName(fields) ? type : null;
            default:
                var item = fields.OpenObject("item");
                if (item is not null && type == RealtimeEventType.ResponseOutputItemAdded)
                {
                    _openItems.Begin(item);
                }

                return ItemMap.ToGa(item) ? EventRenames.ToGa(type) : null;
        }
    }

    private static RealtimeEventType? SessionToGa(JsonFields fields, SessionKind kind, RealtimeEventType type)
    {
        if (fields.OpenObject("session") is not { } session)
        {
            return null;
        }

        SessionMap.ToGa(session, kind);
        return type;
    }

    // The GA form requires the name, which the beta form left to the item.
    private bool FillFunctionName(JsonFields fields)
    {
        var isThere = fields.Get("name") is not (null or JsonText { IsNull: true });
        if (isThere || _openItems.Find(fields.Text("item_id")?.Content)?.FunctionName is not { } name)
        {
            return false;
        }

        fields.Set("name", name);
        return true;
    }

    // The GA form says of each item when it is done: of a response's item together with the response's own word of it.
    private List<(JsonFields Item, JsonText? PreviousItemId)> FinishedItems(RealtimeEventType type, JsonFields fields)
    {
        IEnumerable<JsonFields> ended = type switch
        {
            RealtimeEventType.ResponseOutputItemDone when fields.OpenObject("item") is { } item => [item],
            RealtimeEventType.ResponseDone => fields.OpenObject("response")?.OpenArray("output")?.OpenObjects() ?? [],
            _ => [],
        };

        List<(JsonFields, JsonText?)> finished = [];
        foreach (var item in ended)
        {
            if (_openItems.End(item) is { IsInConversation: true } open)
            {
                finished.Add((item, open.PreviousItemId));
            }
        }

        return finished;
    }

    private void EndOrAwait(JsonFields fields, IEventSink sink)
    {
        if (fields.OpenObject("item") is not { } item)
        {
            return;
        }

        var previousItemId = fields.Text("previous_item_id");

        // What a user says or a client sends is whole when it is announced; only a response's items grow afterwards.
        var isGrowing = item.Is("status", "in_progress") && !item.Is("role", "user") && !item.Is("role", "system");
        if (isGrowing && _openItems.Begin(item) is { } open)
        {
            open.IsInConversation = true;
            open.PreviousItemId = previousItemId?.Copy();
            return;
        }

        SendItemDone(item, previousItemId, sink);
    }

    // An item is done once, so its id makes the event's id unique; the prefix keeps it apart from the provider's own.
    private void SendItemDone(JsonFields item, JsonText? previousItemId, IEventSink sink)
    {
        var done = new JsonFields();
        done.Set("type", JsonText.Null);
        done.Set("event_id", JsonText.String($"realtime_done_{item.Text("id")?.Content}"));
        if (previousItemId is not null)
        {
            done.Set("previous_item_id", previousItemId);
        }

        done.Set("item", item);
        _output.Write(done, RealtimeEventType.ConversationItemDone, sink);
    }
}
