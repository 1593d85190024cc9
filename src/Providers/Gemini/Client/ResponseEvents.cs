using System.Text.Json.Nodes;
using Realtime.Providers.Gemini.Responses;
using Realtime.Providers.Gemini.Server;
using Realtime.Providers.Gemini.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Client;

/// <summary>What the client wants of responses.</summary>
/// <param name="state">What the translator's parts share.</param>
/// <param name="flow">When responses begin and end.</param>
/// <param name="gate">Holds answers back.</param>
/// <param name="server">Takes answers that were held back.</param>
internal sealed class ResponseEvents(LiveState state, AnswerFlow flow, AnswerGate gate, ServerMessages server)
{
    private const string GoOn = "[Please go on.]";

    /// <summary>Takes a <c>response.create</c>.</summary>
    /// <param name="create">The event.</param>
    public void Create(JsonObject create)
    {
        var eventId = create.Text("event_id");
        var response = create.Child("response") ?? [];
        if (ResponseCheck.Check(response, state) is { } refusal)
        {
            state.Output.Error(refusal, eventId);
            return;
        }

        flow.FinishGenerated();
        if (flow.Current is not null || flow.IsAsked)
        {
            var which = flow.Current is { } active ? $": {active.Id}" : "";
            state.Output.Error(
                new Refusal(
                    "conversation_already_has_active_response",
                    $"Conversation already has an active response in progress{which}. Wait until the response is finished before creating a new one.",
                    null),
                eventId);
            return;
        }

        var text = response["output_modalities"] is JsonArray list ? list[0].AsText() == "text" : (bool?)null;
        flow.Ask(new ResponseRequest(response["metadata"]?.DeepClone(), text));
        Send(response.Id("instructions"));
    }

    /// <summary>Takes a <c>response.cancel</c>.</summary>
    /// <param name="cancel">The event.</param>
    public void Cancel(JsonObject cancel)
    {
        var wanted = cancel.Id("response_id");
        if ((flow.Current is null && !flow.IsAsked) || (wanted is not null && flow.Current?.Id != wanted))
        {
            state.Output.Error(
                new Refusal("response_cancel_not_active", "Cancellation failed: no active response found", null), cancel.Text("event_id"));
            return;
        }

        flow.Cancel();
    }

    private void Send(string? instructions)
    {
        if (gate.IsClosed)
        {
            var whole = gate.HoldsEnd;
            var held = gate.Open();
            if (instructions is null && !state.Memory.Calls.HasResults)
            {
                server.Release(held);
                return;
            }

            // What was begun did not know the instructions.
            if (!whole)
            {
                flow.Swallow();
            }
        }

        if (state.Memory.Calls.HasResults)
        {
            SendResults(instructions);
        }
        else if (state.Traits.TakesContent)
        {
            var turns = instructions is null ? [] : new JsonArray(Instructions(instructions));
            state.Output.Send("clientContent", new JsonObject { ["turns"] = turns, ["turnComplete"] = true });
        }
        else
        {
            SendText(instructions ?? (state.Memory.HasUnsent ? null : GoOn));
        }
    }

    // The results make the service answer.
    private void SendResults(string? instructions)
    {
        if (instructions is not null && state.Traits.TakesContent)
        {
            state.Output.Send(
                "clientContent", new JsonObject { ["turns"] = new JsonArray(Instructions(instructions)), ["turnComplete"] = false });
        }

        state.Output.Send("toolResponse", new JsonObject { ["functionResponses"] = state.Memory.Calls.TakeResults() });
        if (!state.Traits.TakesContent && (instructions is not null || state.Memory.HasUnsent))
        {
            SendText(instructions);
        }
    }

    private void SendText(string? last)
    {
        var texts = state.Memory.TakeUnsent();
        state.Output.Send("realtimeInput", new JsonObject { ["text"] = string.Join('\n', last is null ? texts : texts.Append(last)) });
    }

    private static JsonObject Instructions(string text) => new()
    {
        ["role"] = "user",
        ["parts"] = new JsonArray(new JsonObject { ["text"] = "[Instructions for your next answer] " + text }),
    };
}
