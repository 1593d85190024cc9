using System.Text;
using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini.Input;
using Realtime.Providers.Gemini.Responses;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Server;

/// <summary>Takes the service's messages. One may have several members; they are taken in an order that is always the same.</summary>
/// <param name="state">What the translator's parts share.</param>
/// <param name="writer">Tells the client a response.</param>
/// <param name="flow">When responses begin and end.</param>
/// <param name="turns">The user's turns.</param>
/// <param name="gate">Holds answers back.</param>
/// <param name="usage">Counts tokens.</param>
internal sealed class ServerMessages(
    LiveState state, ResponseWriter writer, AnswerFlow flow, UserTurns turns, AnswerGate gate, UsageMeter usage)
{
    // What is left of the time until the service closes, so that the change is over by then.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(5);

    private readonly AudioParts _parts = new();

    /// <summary>Takes a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether it said that the setup is taken.</returns>
    public bool Handle(in EventMessage message)
    {
        if (_parts.TryRead(message.Payload.Span))
        {
            Audio(message);
            return false;
        }

        if (JsonTree.Parse(message.Payload) is not { } tree)
        {
            return false;
        }

        // First of all, since the end of a response tells it.
        if (tree.Child("usageMetadata") is { } tokens)
        {
            usage.Add(tokens);
        }

        Housekeeping(tree);
        if (tree.Child("gatewayFailure") is { } failure)
        {
            flow.Fail(failure.Text("code")!, "The provider's quota is used up for now.");
        }

        var content = tree.Child("serverContent");
        if (content?.Child("inputTranscription") is { } heard)
        {
            turns.Heard(heard.Text("text") ?? "", heard.Flag("finished") == true);
        }

        if (Waits && IsAnswer(tree, content))
        {
            Hold(message, content);
        }
        else
        {
            Answer(content, tree.Child("toolCall"));
        }

        return tree.ContainsKey("setupComplete");
    }

    /// <summary>Takes an answer that waited for the client.</summary>
    /// <param name="held">The messages.</param>
    public void Release(IReadOnlyList<byte[]> held)
    {
        foreach (var payload in held)
        {
            var message = new EventMessage(RealtimeEventType.Unknown, payload);
            if (_parts.TryRead(payload))
            {
                Audio(message);
            }
            else if (JsonTree.Parse(payload) is { } tree)
            {
                Answer(tree.Child("serverContent"), tree.Child("toolCall"));
            }
        }
    }

    // What still belongs to the answer before is no answer that anybody must ask for.
    private bool Waits => gate.IsClosed && flow.Current is null && !flow.Swallows;

    private static bool IsAnswer(JsonObject tree, JsonObject? content) => tree.ContainsKey("toolCall")
        || (content is not null && content.Any(member => member.Key is "modelTurn" or "outputTranscription" or "generationComplete"
            or "turnComplete" or "interrupted"));

    private void Hold(in EventMessage message, JsonObject? content)
    {
        if (content?.Flag("interrupted") == true)
        {
            gate.Drop();
        }

        turns.AnswerBegins();
        gate.Hold(message, content?.Flag("turnComplete") == true);
    }

    private void Audio(in EventMessage message)
    {
        if (Waits)
        {
            turns.AnswerBegins();
            gate.Hold(message, isEnd: false);
            return;
        }

        if (flow.Swallows)
        {
            return;
        }

        flow.Begin();
        for (var i = 0; i < _parts.Count; i++)
        {
            var base64 = _parts.Get(message.Payload.Span, i, out var rate);
            writer.Audio(base64, rate);
        }
    }

    private void Housekeeping(JsonObject tree)
    {
        if (tree.Child("sessionResumptionUpdate") is { } resumption && resumption.Flag("resumable") == true
            && resumption.Id("newHandle") is { } handle)
        {
            state.Memory.Resumable(handle, state.Traits.SetupModel);
        }

        if (tree.Child("goAway") is { } goAway)
        {
            var left = Durations.Read(goAway.Text("timeLeft"));
            state.Host.RequestRenewal(new UpstreamRenewal(
                UpstreamRenewalCause.Limit, left is { } time ? time > Reserve * 2 ? time - Reserve : time / 2 : null));
        }

        if (tree.Child("toolCallCancellation")?["ids"] is JsonArray ids)
        {
            foreach (var id in ids.Select(JsonFields.AsText).OfType<string>())
            {
                state.Memory.Calls.Cancelled(id);
            }
        }

        Activity(tree);
    }

    private void Activity(JsonObject tree)
    {
        var sign = tree.Child("voiceActivity")?.Text("voiceActivityType") ?? tree.Child("voiceActivityDetectionSignal")?.Text("vadSignalType");
        if (state.Settings.Mode != Settings.TurnMode.Automatic)
        {
            return;
        }

        switch (sign)
        {
            case "ACTIVITY_START" or "VAD_SIGNAL_TYPE_SOS":
                turns.Start();
                break;
            case "ACTIVITY_END" or "VAD_SIGNAL_TYPE_EOS" when turns.IsOpen:
                turns.EndSpeech();
                break;
        }
    }

    private void Answer(JsonObject? content, JsonObject? toolCall)
    {
        if (content is not null)
        {
            Parts(content.Child("modelTurn")?["parts"] as JsonArray);
            if (content.Child("outputTranscription")?.Text("text") is { Length: > 0 } words && !flow.Swallows)
            {
                flow.Begin();
                writer.Transcript(words);
            }
        }

        if (toolCall?["functionCalls"] is JsonArray calls)
        {
            flow.Call(calls);
        }

        if (content is null)
        {
            return;
        }

        if (content.Flag("generationComplete") == true)
        {
            flow.Generated();
        }

        if (content.Flag("interrupted") == true)
        {
            flow.Interrupted();
        }

        if (content.Flag("turnComplete") == true)
        {
            flow.TurnComplete(content.Text("turnCompleteReason"), content.Flag("waitingForInput") == true);
        }
    }

    private void Parts(JsonArray? parts)
    {
        if (parts is null || flow.Swallows)
        {
            return;
        }

        foreach (var part in parts.OfType<JsonObject>())
        {
            // What the model only thinks is never spoken.
            if (part.Flag("thought") == true)
            {
                continue;
            }

            if (part.Child("inlineData") is { } inline && inline.Id("data") is { } data
                && AudioParts.Rate(Encoding.UTF8.GetBytes(inline.Text("mimeType") ?? "")) is { } rate)
            {
                flow.Begin();
                writer.Audio(Encoding.UTF8.GetBytes(data), rate);
            }
            else if (part.Id("text") is { } text)
            {
                flow.Begin();
                writer.Text(text);
            }
        }
    }
}
