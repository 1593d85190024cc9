using System.Buffers;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Json;

/// <summary>Writes what the translator makes of the event under way into that event's sink.</summary>
/// <param name="ids">Makes the ids of events that have none.</param>
internal sealed class EventOutput(IEventIdSource ids)
{
    private IEventSink? _sink;

    /// <summary>
    /// Says where events go until the next call. What a session does with an event may bring the next one before the first is done.
    /// </summary>
    /// <param name="sink">The sink of the event under way.</param>
    /// <returns>The sink of the event that was under way, to be put back.</returns>
    public IEventSink? Use(IEventSink? sink)
    {
        var former = _sink;
        _sink = sink;
        return former;
    }

    /// <summary>Makes an id.</summary>
    /// <returns>The id.</returns>
    public string NextId() => ids.Next();

    /// <summary>Begins an event of the translator's own.</summary>
    /// <param name="type">Its type.</param>
    /// <returns>The draft.</returns>
    public EventDraft New(RealtimeEventType type) => EventDraft.New(type, ids.Next());

    /// <summary>Sends an event of the provider's on, with an <c>event_id</c> if it came without.</summary>
    /// <param name="draft">The event.</param>
    public void ToClient(EventDraft draft)
    {
        if (draft.Body.Id("event_id") is null)
        {
            draft.Set("event_id", ids.Next());
        }

        _sink?.Forward(draft.ToMessage());
    }

    /// <summary>Sends an event of the client's on.</summary>
    /// <param name="draft">The event.</param>
    public void ToProvider(EventDraft draft) => _sink?.Forward(draft.ToMessage());

    /// <summary>Answers an event of the client's, in the provider's stead.</summary>
    /// <param name="draft">The answer.</param>
    public void Answer(EventDraft draft) => _sink?.Reply(draft.ToMessage());

    /// <summary>Answers an event of the client's with an <c>error</c>.</summary>
    /// <param name="request">The client's event.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">What is wrong, for people.</param>
    /// <param name="param">The dotted path of the field at fault, or <see langword="null"/>.</param>
    public void Refuse(JsonObject request, string code, string message, string? param)
    {
        var output = new ArrayBufferWriter<byte>(256);
        RealtimeErrorEvent.Write(output, ids.Next(), "invalid_request_error", code, message, param, request.Text("event_id"));
        _sink?.Reply(new EventMessage(RealtimeEventType.Error, output.WrittenMemory));
    }
}
