using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Guardrails;
using Realtime.Guardrails.Running;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>
/// <c>during_call</c>: what the client writes goes up at once and is judged meanwhile. A response that begins before the verdict is held, and is
/// cancelled, with the item taken back, when the verdict is no.
/// </summary>
internal sealed class ParallelChecks(GuardDesk desk, ResponseDesk responses, OutputGate output)
{
    private int _pending;

    /// <summary>Gets a value indicating whether any text waits for its verdict.</summary>
    public bool IsPending => _pending > 0;

    /// <summary>Begins to judge an event that goes up.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="json">The event; it gets an item id where it has none.</param>
    /// <returns>Whether it was changed.</returns>
    public bool Begin(RealtimeEventType type, JsonObject json)
    {
        var texts = ClientTexts.Find(type, json);
        if (texts.Count == 0 || type == RealtimeEventType.SessionUpdate)
        {
            return false;
        }

        var changed = false;
        var item = json.Object("item");
        if (type == RealtimeEventType.ConversationItemCreate && item.Text("id") is null)
        {
            // By which it can be taken back. The protocol takes 32 characters at most.
            item!["id"] = ("item_" + desk.NewId().Replace("event_", "", StringComparison.Ordinal)) is { Length: > 32 } id ? id[..32] : "item_" + desk.NewId()[^20..];
            changed = true;
        }

        _pending++;
        var copy = (JsonObject)json.DeepClone();
        desk.Decide(
            GuardrailMode.DuringCall,
            texts[0].Input,
            string.Join('\n', texts.Select(text => text.Value)),
            decision => Decided(type, copy, decision));
        return changed;
    }

    private void Decided(RealtimeEventType type, JsonObject json, GuardrailDecision decision)
    {
        _pending--;
        if (decision.Action != GuardrailAction.Allow)
        {
            var answered = output.CancelGated();
            if (json.Object("item").Text("id") is { } id)
            {
                desk.SendUp(RealtimeEventType.ConversationItemDelete, new JsonObject { ["item_id"] = id });
            }

            if (decision.IsBlocked)
            {
                desk.Violate(decision, json.Text("event_id"));
                if (!desk.IsEnding && answered && decision.Guardrail?.Entry.RealtimeViolationMessage is { } message)
                {
                    responses.Say(message, null);
                }
            }
            else
            {
                Replace(type, json, decision.Text, answered);
            }
        }

        output.OpenIfFree();
    }

    private void Replace(RealtimeEventType type, JsonObject json, string text, bool answered)
    {
        var texts = ClientTexts.Find(type, json);
        texts[0].Replace(text);
        foreach (var other in texts.Skip(1))
        {
            other.Replace("");
        }

        if (type == RealtimeEventType.ConversationItemCreate)
        {
            var item = (JsonObject)json["item"]!.DeepClone();
            item.Remove("id");
            desk.SendUp(type, new JsonObject { ["item"] = item });
        }

        if (answered)
        {
            responses.Ask();
        }
    }
}
