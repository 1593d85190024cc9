using System.Text.Json.Nodes;
using Realtime.Guardrails.Running;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>A client's event that waits for a verdict, or behind one that does.</summary>
internal sealed class HeldClientEvent(EventMessage message, JsonObject? json)
{
    /// <summary>Gets the event, copied.</summary>
    public EventMessage Message { get; } = message;

    /// <summary>Gets the parsed event; null for one that nobody looks into.</summary>
    public JsonObject? Json { get; } = json;

    /// <summary>Gets its id; null: it has none.</summary>
    public string? EventId => Json.Text("event_id");

    /// <summary>Gets or sets a value indicating whether its verdict is there.</summary>
    public bool IsReady { get; set; }

    /// <summary>Gets or sets a value indicating whether its texts were masked, so that it goes on in another form.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Gets or sets the decision that blocks it; null: it goes on.</summary>
    public GuardrailDecision? Blocked { get; set; }
}
