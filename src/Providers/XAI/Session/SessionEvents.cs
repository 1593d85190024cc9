using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Json;
using Realtime.Providers.XAI.Audio;
using Realtime.Providers.XAI.Json;

namespace Realtime.Providers.XAI.Session;

/// <summary>Keeps the session's settings and translates the events that carry them.</summary>
internal sealed class SessionEvents(EventOutput output, InputAudioClock clock)
{
    private readonly ClientSettings _settings = new();
    private readonly JsonObject _told = [];
    private string? _sessionId;
    private JsonArray? _askedModalities;

    /// <summary>Gets the session in the GA form as the client last got it; empty before.</summary>
    public JsonObject Current { get; private set; } = [];

    /// <summary>Gets the conversation's id; <see langword="null"/> before xAI told it.</summary>
    public string? ConversationId { get; private set; }

    /// <summary>Handles a client's <c>session.update</c>.</summary>
    /// <param name="draft">The event.</param>
    public void Update(EventDraft draft)
    {
        if (draft.Body.Child("session") is not { } session)
        {
            output.ToProvider(draft);
            return;
        }

        var mapped = SessionUpdateMap.ToXai(session, _settings.Latest(), out var refusal);
        if (refusal is not null)
        {
            output.Refuse(draft.Body, Refusal.Code, refusal.Message, refusal.Param);
            return;
        }

        _settings.Ask(session, draft.Body.Id("event_id"));
        clock.SetFormat(InputFormat(session));
        draft.Set("session", mapped);
        output.ToProvider(draft);
    }

    /// <summary>Handles a client's <c>response.create</c>.</summary>
    /// <param name="draft">The event.</param>
    public void CreateResponse(EventDraft draft)
    {
        var mapped = ResponseCreateMap.ToXai(draft.Body.Child("response"), _settings.Latest(), out var refusal);
        if (refusal is not null)
        {
            output.Refuse(draft.Body, Refusal.Code, refusal.Message, refusal.Param);
            return;
        }

        _askedModalities = mapped?.List("modalities") is { } modalities ? ModalitiesMap.ToCanonical(modalities) : null;
        if (mapped is null)
        {
            draft.Remove("response");
        }
        else
        {
            draft.Set("response", mapped);
        }

        output.ToProvider(draft);
    }

    /// <summary>Takes what the client asked for of the response that begins. A response that xAI starts by itself was asked nothing.</summary>
    /// <returns>The modalities; <see langword="null"/> if they were left open.</returns>
    public JsonArray? TakeModalities()
    {
        var modalities = _askedModalities;
        _askedModalities = null;
        return modalities;
    }

    /// <summary>Handles <c>session.created</c> and <c>session.updated</c>.</summary>
    /// <param name="draft">The event.</param>
    public void Told(EventDraft draft)
    {
        if (draft.Type == RealtimeEventType.SessionUpdated)
        {
            _settings.Settle();
        }

        if (draft.Body.Child("session") is { } session)
        {
            ClientSettings.Lay(_told, session);
        }

        _sessionId ??= "sess_" + output.NextId();
        Current = SessionSnapshot.Build(_told, _settings.Taken, _sessionId);
        if (draft.Type == RealtimeEventType.SessionCreated)
        {
            clock.SetFormat(InputFormat(Current));
        }

        draft.Set("session", Current.DeepClone());
        output.ToClient(draft);
    }

    /// <summary>Handles <c>conversation.created</c>.</summary>
    /// <param name="draft">The event.</param>
    public void ConversationCreated(EventDraft draft)
    {
        if (draft.Body.Child("conversation") is { } conversation)
        {
            draft.Changed(conversation.Fill("object", "realtime.conversation"));
            ConversationId = conversation.Id("id");
        }

        output.ToClient(draft);
    }

    /// <summary>Notes an error: settings that it refused do not count.</summary>
    /// <param name="error">The error object.</param>
    public void Failed(JsonObject error)
    {
        if (_settings.Refused(error.Id("event_id"), error.Text("param")))
        {
            clock.SetFormat(InputFormat(Current));
            clock.SetFormat(InputFormat(_settings.Latest()));
        }
    }

    private static JsonObject? InputFormat(JsonObject session) => session.Child("audio")?.Child("input")?.Child("format");
}
