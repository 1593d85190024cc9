using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Json;

/// <summary>An event while it is translated. One that nothing changes goes on as the bytes it came as.</summary>
internal sealed class EventDraft
{
    private readonly EventMessage _original;
    private bool _changed;

    private EventDraft(in EventMessage original, JsonObject body)
    {
        _original = original;
        Body = body;
        Type = original.Type;
    }

    /// <summary>Gets the event's type, as it will be sent.</summary>
    public RealtimeEventType Type { get; private set; }

    /// <summary>Gets the event. Who changes it other than by this type's methods says so by <see cref="Changed"/>.</summary>
    public JsonObject Body { get; }

    /// <summary>Reads an event.</summary>
    /// <param name="message">The event.</param>
    /// <returns>The draft; <see langword="null"/> if the message is no object.</returns>
    public static EventDraft? Read(in EventMessage message) =>
        !message.IsBinary && JsonTree.Parse(message.Payload) is { } body ? new EventDraft(message, body) : null;

    /// <summary>Begins an event of the translator's own.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="eventId">Its id.</param>
    /// <returns>The draft.</returns>
    public static EventDraft New(RealtimeEventType type, string eventId)
    {
        var body = new JsonObject { ["type"] = type.ToName(), ["event_id"] = eventId };
        return new EventDraft(new EventMessage(type, default), body) { _changed = true };
    }

    /// <summary>Tells that the body was changed.</summary>
    /// <param name="changed">Whether it was.</param>
    public void Changed(bool changed = true) => _changed |= changed;

    /// <summary>Gives the event another name.</summary>
    /// <param name="type">The type.</param>
    public void Rename(RealtimeEventType type)
    {
        if (type != Type)
        {
            Type = type;
            Body["type"] = type.ToName();
            _changed = true;
        }
    }

    /// <summary>Sets a field that is missing or null.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public void Fill(string name, JsonNode? value) => Changed(Body.Fill(name, value));

    /// <summary>Sets an identifier that is missing, null or empty.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value; nothing is set if there is none.</param>
    public void FillId(string name, string? value)
    {
        if (value is not null && Body.Id(name) is null)
        {
            Set(name, value);
        }
    }

    /// <summary>Sets a field.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public void Set(string name, JsonNode? value)
    {
        Body[name] = value;
        _changed = true;
    }

    /// <summary>Removes a field.</summary>
    /// <param name="name">The field.</param>
    public void Remove(string name) => _changed |= Body.Remove(name);

    /// <summary>Writes the event.</summary>
    /// <returns>The message; the original one if nothing changed.</returns>
    public EventMessage ToMessage() => _changed ? new EventMessage(Type, JsonTree.ToUtf8(Body)) : _original;
}
