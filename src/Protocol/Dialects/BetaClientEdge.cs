using Realtime.Protocol.Dialects.Json;
using Realtime.Protocol.Dialects.Maps;
using Realtime.Protocol.Dialects.Output;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Protocol.Dialects;

/// <summary>The edge of a client that speaks the beta form.</summary>
/// <remarks>What does not have the shape that the protocol gives it goes on as it is: the provider's answer to it is the right one.</remarks>
/// <param name="options">What the client is sent.</param>
internal sealed class BetaClientEdge(BetaClientOptions options) : IEdgeTranslator
{
    private static readonly EventTypeSet Mapped = EventTypeSet.Of(
        RealtimeEventType.Error,
        RealtimeEventType.SessionCreated,
        RealtimeEventType.SessionUpdated,
        RealtimeEventType.ConversationItemAdded,
        RealtimeEventType.ConversationItemCreated,
        RealtimeEventType.ConversationItemRetrieved,
        RealtimeEventType.ResponseCreated,
        RealtimeEventType.ResponseDone,
        RealtimeEventType.ResponseOutputItemAdded,
        RealtimeEventType.ResponseOutputItemDone);

    private static readonly EventTypeSet GaOnly = EventTypeSet.Of(
        RealtimeEventType.InputAudioBufferTimeoutTriggered,
        RealtimeEventType.InputAudioBufferDtmfEventReceived,
        RealtimeEventType.ResponseMcpCallArgumentsDelta,
        RealtimeEventType.ResponseMcpCallArgumentsDone,
        RealtimeEventType.ResponseMcpCallInProgress,
        RealtimeEventType.ResponseMcpCallCompleted,
        RealtimeEventType.ResponseMcpCallFailed,
        RealtimeEventType.McpListToolsInProgress,
        RealtimeEventType.McpListToolsCompleted,
        RealtimeEventType.McpListToolsFailed);

    private readonly EventTypeSet _dropped = EventTypeSet.Of(RealtimeEventType.ConversationItemDone)
        .Union(options.SendGaOnlyEvents ? EventTypeSet.None : GaOnly);

    private readonly EventOutput _output = new();
    private readonly Temperatures _temperatures = new();

    /// <inheritdoc/>
    public EventTypeSet WireTypes { get; } = EventTypeSet.Of(
        RealtimeEventType.SessionUpdate,
        RealtimeEventType.TranscriptionSessionUpdate,
        RealtimeEventType.ConversationItemCreate,
        RealtimeEventType.ResponseCreate);

    /// <inheritdoc/>
    public EventTypeSet CanonicalTypes => Mapped.Union(EventRenames.GaTypes).Union(_dropped);

    /// <inheritdoc/>
    public void ToCanonical(in EventMessage message, IEventSink sink)
    {
        if (JsonFields.Parse(message.Payload) is { } fields && ClientEventToGa(message.Type, fields) is { } type)
        {
            _output.Write(fields, type, sink);
        }
        else
        {
            sink.Forward(message);
        }
    }

    /// <inheritdoc/>
    public void FromCanonical(in EventMessage message, IEventSink sink)
    {
        if (_dropped.Contains(message.Type))
        {
            return;
        }

        if (Mapped.Contains(message.Type)
            && JsonFields.Parse(message.Payload) is { } fields
            && ServerEventToBeta(message.Type, fields) is { } type)
        {
            _output.Write(fields, type, sink);
        }
        else
        {
            _output.Rename(message, EventRenames.ToBeta(message.Type), sink);
        }
    }

    // The type of the event that the fields have become, or null when they are as they were.
    private RealtimeEventType? ClientEventToGa(RealtimeEventType type, JsonFields fields) => type switch
    {
        RealtimeEventType.SessionUpdate => SessionToGa(fields.OpenObject("session"), SessionKind.Realtime),
        RealtimeEventType.TranscriptionSessionUpdate => SessionToGa(fields.OpenObject("session"), SessionKind.Transcription),
        RealtimeEventType.ConversationItemCreate when ItemMap.ToGa(fields.OpenObject("item")) => type,
        RealtimeEventType.ResponseCreate when ParametersToGa(fields.OpenObject("response")) => type,
        _ => null,
    };

    private RealtimeEventType? SessionToGa(JsonFields? session, SessionKind kind)
    {
        if (session is null)
        {
            return null;
        }

        _temperatures.NoteSession(session);
        SessionMap.ToGa(session, kind);
        return RealtimeEventType.SessionUpdate;
    }

    private bool ParametersToGa(JsonFields? parameters)
    {
        _temperatures.NoteNextResponse(parameters);
        return parameters is not null && ResponseMap.ToGa(parameters);
    }

    private RealtimeEventType? ServerEventToBeta(RealtimeEventType type, JsonFields fields) => type switch
    {
        RealtimeEventType.Error => ErrorParamMap.ToBeta(fields.OpenObject("error")) ? type : null,
        RealtimeEventType.SessionCreated or RealtimeEventType.SessionUpdated => SessionToBeta(type, fields.OpenObject("session")),
        RealtimeEventType.ResponseCreated or RealtimeEventType.ResponseDone => ResponseToBeta(type, fields.OpenObject("response")),
        _ => ItemMap.ToBeta(fields.OpenObject("item")) ? EventRenames.ToBeta(type) : null,
    };

    private RealtimeEventType? SessionToBeta(RealtimeEventType type, JsonFields? session)
    {
        if (session is null)
        {
            return null;
        }

        if (SessionMap.ToBeta(session) == SessionKind.Realtime)
        {
            session.Set("temperature", _temperatures.OfSession);
            return type;
        }

        return type == RealtimeEventType.SessionCreated
            ? RealtimeEventType.TranscriptionSessionCreated
            : RealtimeEventType.TranscriptionSessionUpdated;
    }

    private RealtimeEventType? ResponseToBeta(RealtimeEventType type, JsonFields? response)
    {
        if (response is null)
        {
            return null;
        }

        var id = response.Text("id")?.Content;
        ResponseMap.ToBeta(response);
        response.Set("temperature", type == RealtimeEventType.ResponseCreated ? _temperatures.Begin(id) : _temperatures.End(id));
        return type;
    }
}
