using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Guardrails;
using Realtime.Guardrails.Running;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>
/// What a client sends, on its way up: each text waits for its verdict, what came after it waits behind it, and a request for a response also
/// waits for spoken turns that are not judged yet. Audio flows past.
/// </summary>
internal sealed class ClientGate(GuardDesk desk, SpokenTurns? turns, ResponseDesk responses, OutputGate output, ParallelChecks? parallel)
{
    // A client cannot be made to wait; one that goes on sending faster than engines judge is told so.
    private const int MaxHeld = 256;

    private readonly LinkedList<HeldClientEvent> _held = new();
    private GuardrailDecision? _blocked;

    private bool Checks => desk.Guardrails.Has(GuardrailMode.PreCall);

    /// <summary>Takes an event.</summary>
    /// <param name="message">The event.</param>
    /// <returns>Whether it goes on as it is.</returns>
    public StageResult Take(in EventMessage message)
    {
        if (message.Type is RealtimeEventType.ConversationItemTruncate
            || (message.Type == RealtimeEventType.ResponseCancel && !_held.Any(held => held.Message.Type == RealtimeEventType.ResponseCreate)))
        {
            // An interruption is for what is heard now.
            return StageResult.Pass;
        }

        if (message.Type is not (RealtimeEventType.SessionUpdate or RealtimeEventType.ConversationItemCreate or RealtimeEventType.ResponseCreate))
        {
            if (_held.Count == 0)
            {
                return StageResult.Pass;
            }

            Hold(new HeldClientEvent(GuardJson.Copy(message), null) { IsReady = true });
            return StageResult.Taken;
        }

        if (GuardJson.Parse(message) is not { } json)
        {
            desk.Refuse("invalid_event", "The event cannot be read in one way only. Send valid JSON in which no key stands twice.", null);
            return StageResult.Taken;
        }

        var held = new HeldClientEvent(GuardJson.Copy(message), json) { IsReady = true };
        if (_held.Count >= MaxHeld)
        {
            desk.Refuse("too_many_events", "Too many events wait for their verdicts. Send this one again later.", held.EventId);
            return StageResult.Taken;
        }

        if (message.Type != RealtimeEventType.SessionUpdate && turns?.Gates == true && ClientTexts.HasAudio(message.Type, json)
            && turns.DecideWithoutText("Audio within an item cannot be checked. Send it with input_audio_buffer.append.") is { IsBlocked: true } unheard)
        {
            held.Blocked = unheard;
        }
        else if (Checks)
        {
            Check(held);
        }

        Hold(held);
        Release();
        return StageResult.Taken;
    }

    /// <summary>Notes that a spoken turn, or a text that went up already, was blocked: a request for a response that comes next is for it.</summary>
    /// <param name="decision">The decision; null: a later turn may be answered.</param>
    public void NoteBlocked(GuardrailDecision? decision) => _blocked = decision;

    /// <summary>Lets go what need not wait any more.</summary>
    public void Release()
    {
        while (_held.First is { Value: { IsReady: true } held } && !desk.IsEnding)
        {
            if (held.Message.Type == RealtimeEventType.ResponseCreate && Waits(held.Json))
            {
                return;
            }

            _held.RemoveFirst();
            if (held.Blocked is { } blocked)
            {
                Block(held, blocked);
            }
            else
            {
                Pass(held);
            }
        }
    }

    // For the verdict about what it asks to answer; and for the end of an answer that was dropped, since the provider gives one at a time.
    private bool Waits(JsonObject? request) =>
        (desk.HoldsRequests && turns!.IsPending) || (output.IsDropping && !ResponseDesk.IsOutside(request));

    private void Hold(HeldClientEvent held) => _held.AddLast(held);

    private void Check(HeldClientEvent held)
    {
        var texts = ClientTexts.Find(held.Message.Type, held.Json!);
        if (texts.Count == 0)
        {
            return;
        }

        held.IsReady = false;
        desk.Decide(GuardrailMode.PreCall, texts[0].Input, string.Join('\n', texts.Select(text => text.Value)), decision =>
        {
            if (decision.Action == GuardrailAction.Mask && texts.Count > 1)
            {
                MaskEach(held, texts, 0, decision.Text);
                return;
            }

            if (decision.Action == GuardrailAction.Mask)
            {
                texts[0].Replace(decision.Text);
                held.IsChanged = true;
            }

            Ready(held, decision);
        });
    }

    // Which part the masks of the whole belong to is not told, so each is asked about by itself.
    private void MaskEach(HeldClientEvent held, List<ItemText> texts, int index, string whole)
    {
        if (index == texts.Count)
        {
            if (!held.IsChanged)
            {
                // What was found stands across several parts: it goes on masked in one.
                texts[0].Replace(whole);
                texts.Skip(1).ToList().ForEach(text => text.Replace(""));
                held.IsChanged = true;
            }

            Ready(held, new GuardrailDecision(GuardrailAction.Allow, ""));
            return;
        }

        desk.Decide(GuardrailMode.PreCall, texts[index].Input, texts[index].Value, decision =>
        {
            if (decision.IsBlocked)
            {
                Ready(held, decision);
                return;
            }

            if (decision.Action == GuardrailAction.Mask)
            {
                texts[index].Replace(decision.Text);
                held.IsChanged = true;
            }

            MaskEach(held, texts, index + 1, whole);
        });
    }

    private void Ready(HeldClientEvent held, GuardrailDecision decision)
    {
        held.Blocked = decision.IsBlocked ? decision : null;
        held.IsReady = true;
        Release();
    }

    private void Block(HeldClientEvent held, GuardrailDecision decision)
    {
        desk.Violate(decision, held.EventId);
        if (desk.IsEnding || held.Message.Type == RealtimeEventType.SessionUpdate)
        {
            return;
        }

        if (held.Message.Type == RealtimeEventType.ResponseCreate)
        {
            Answer(held, decision);
            return;
        }

        _blocked = decision;
        if (held.Json.Object("item") is { } item && item.Text("type") == "function_call_output")
        {
            // The call must have a result, or the provider takes no further turn.
            item["output"] = """{"error":"Tool output blocked by content policy"}""";
            desk.Context.ToUpstream(GuardJson.Event(held.Message.Type, held.Json!));
        }
    }

    private void Pass(HeldClientEvent held)
    {
        switch (held.Message.Type)
        {
            case RealtimeEventType.ResponseCreate when _blocked is { } blocked:
                _blocked = null;
                Answer(held, blocked);
                return;
            case RealtimeEventType.ResponseCreate:
                held.IsChanged |= responses.NoteAsked(held.Json!);
                break;
            case RealtimeEventType.ConversationItemCreate:
                _blocked = null;
                break;
            case RealtimeEventType.SessionUpdate when turns?.Rewrite(held.Json!) == true:
                held.IsChanged = true;
                break;
        }

        if (held.Json is { } json)
        {
            held.IsChanged |= parallel?.Begin(held.Message.Type, json) == true;
        }

        desk.Context.ToUpstream(held.IsChanged ? GuardJson.Event(held.Message.Type, held.Json!) : held.Message);
    }

    // A request for a response to what was blocked: the message is said where there is one, else there is no answer.
    private void Answer(HeldClientEvent held, GuardrailDecision blocked)
    {
        if (blocked.Guardrail?.Entry.RealtimeViolationMessage is { } message)
        {
            responses.Say(message, held.Json.Object("response"));
        }
    }
}
