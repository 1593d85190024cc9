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
    private int _sent;
    private int _lastRequest;

    /// <summary>Gets a value indicating whether any text waits for its verdict.</summary>
    public bool IsPending => _pending > 0;

    /// <summary>Gets or sets what is told of a blocked text for which no response was asked for yet, and after which nothing else was sent.</summary>
    public Action<GuardrailDecision> BlockedUnanswered { get; set; } = _ => { };

    /// <summary>Begins to judge an event that goes up.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="json">The event; it gets an item id where it has none.</param>
    /// <returns>Whether it was changed.</returns>
    public bool Begin(RealtimeEventType type, JsonObject json)
    {
        if (type == RealtimeEventType.SessionUpdate)
        {
            return false;
        }

        _sent++;
        if (type == RealtimeEventType.ResponseCreate)
        {
            _lastRequest = _sent;
        }

        var texts = ClientTexts.Find(type, json);
        if (texts.Count == 0)
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
        var (copy, place) = ((JsonObject)json.DeepClone(), _sent);
        desk.Decide(
            GuardrailMode.DuringCall,
            texts[0].Input,
            string.Join('\n', texts.Select(text => text.Value)),
            decision => Decided(type, copy, place, decision));
        return changed;
    }

    private void Decided(RealtimeEventType type, JsonObject json, int place, GuardrailDecision decision)
    {
        _pending--;
        if (decision.Action != GuardrailAction.Allow)
        {
            Refuse(type, json, place, decision);
        }

        output.OpenIfFree();
    }

    private void Refuse(RealtimeEventType type, JsonObject json, int place, GuardrailDecision decision)
    {
        // An answer that has begun is held. One that was asked for and has not begun would pass, once nothing waits for a verdict any more.
        var answered = output.CancelGated();
        var isOutside = type == RealtimeEventType.ResponseCreate && ResponseDesk.IsOutside(json);
        var comes = !answered && _lastRequest >= place && (isOutside || responses.IsAsked);
        Action? then = null;
        var (hasBegun, isThrough) = (false, false);
        if (comes)
        {
            output.DropAsked(isOutside, () =>
            {
                hasBegun = true;
                if (isThrough)
                {
                    then?.Invoke();
                }
            });
        }

        if (json.Object("item").Text("id") is { } id)
        {
            desk.SendUp(RealtimeEventType.ConversationItemDelete, new JsonObject { ["item_id"] = id });
        }

        if (!decision.IsBlocked)
        {
            Replace(type, json, decision.Text);
            var form = type == RealtimeEventType.ResponseCreate ? json.Object("response") : null;
            then = () => responses.Ask(form);
        }
        else
        {
            desk.Violate(decision, json.Text("event_id"));
            if (desk.IsEnding)
            {
                return;
            }

            if (decision.Guardrail?.Entry.RealtimeViolationMessage is { } message)
            {
                then = () => responses.Say(message, null);
            }

            if (!answered && !comes && place == _sent)
            {
                BlockedUnanswered(decision);
            }
        }

        isThrough = true;
        if (answered || hasBegun)
        {
            then?.Invoke();
        }
    }

    private void Replace(RealtimeEventType type, JsonObject json, string text)
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
    }
}
