using System.Text.Json.Nodes;
using Realtime.Configuration;
using Realtime.Guardrails;
using Realtime.Guardrails.Running;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>
/// The model's answers on their way to the client: held until the text that they tell has passed, and cut where it does not. A response that began
/// before the verdict about what it answers is held whole.
/// </summary>
internal sealed partial class OutputGate(GuardDesk desk, ResponseDesk responses)
{
    // How long a provider may take to say that a cancelled response ended.
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, HeldResponse> _responses = new(StringComparer.Ordinal);
    private readonly bool _checks = desk.Guardrails.Has(GuardrailMode.PostCall);
    private bool _saysMessage;

    /// <summary>Gets or sets what tells whether a verdict about a spoken turn is awaited.</summary>
    public Func<bool> AwaitsSpeech { get; set; } = () => false;

    /// <summary>Gets or sets what tells whether a verdict about what went up already is awaited.</summary>
    public Func<bool> AwaitsText { get; set; } = () => false;

    /// <summary>Gets or sets how many characters of base64 a millisecond of the model's audio takes.</summary>
    public double AudioCharactersPerMs { get; set; } = 64;

    /// <summary>Takes the beginning of a response.</summary>
    /// <param name="message">The <c>response.created</c>.</param>
    /// <param name="id">The response.</param>
    /// <param name="wasAsked">Whether it was asked for after the last verdict.</param>
    /// <param name="isOutside">Whether it is outside the conversation.</param>
    /// <returns>What became of it.</returns>
    public StageResult Begin(in EventMessage message, string id, bool wasAsked, bool isOutside)
    {
        if (DropsNew(id, wasAsked, isOutside))
        {
            return StageResult.Taken;
        }

        wasAsked |= isOutside;
        var gated = AwaitsText() || (AwaitsSpeech() && (!wasAsked || !desk.HoldsRequests));
        if (!gated && !_checks)
        {
            return StageResult.Pass;
        }

        var response = new HeldResponse(id) { IsGated = gated };
        _responses[id] = response;
        if (!gated)
        {
            response.IsSeen = true;
            return StageResult.Pass;
        }

        response.Queue.AddLast(new HeldServerEvent(GuardJson.Copy(message), new OutputFields(id, null, 0, 0, null, 0), null));
        return StageResult.Taken;
    }

    /// <summary>Takes an event of a response.</summary>
    /// <param name="message">The event.</param>
    /// <returns>What became of it.</returns>
    public StageResult Take(in EventMessage message)
    {
        if (_responses.Count == 0)
        {
            return StageResult.Pass;
        }

        var fields = OutputFields.Read(message.Payload.Span, message.Type != RealtimeEventType.ResponseOutputAudioDelta);
        if (Find(fields) is not { } response)
        {
            return StageResult.Pass;
        }

        if (fields.ItemId is { } item)
        {
            response.Items.Add(item);
        }

        if (response.IsDropped || response.Cut is not null)
        {
            EndIfDone(response, message);
            return StageResult.Taken;
        }

        var held = new HeldServerEvent(GuardJson.Copy(message), fields, Part(response, message.Type, fields));
        Measure(response, held);
        response.Queue.AddLast(held);
        if (!response.IsGated)
        {
            Advance(response);
        }

        return StageResult.Taken;
    }

    /// <summary>Lets go the responses that waited for a verdict about what they answer, if none is awaited any more.</summary>
    public void OpenIfFree()
    {
        if (AwaitsText() || AwaitsSpeech())
        {
            return;
        }

        foreach (var response in _responses.Values.Where(response => response.IsGated).ToArray())
        {
            response.IsGated = false;
            Advance(response);
        }
    }

    private HeldResponse? Find(in OutputFields fields)
    {
        if (fields.ResponseId is { } id)
        {
            return _responses.GetValueOrDefault(id);
        }

        var item = fields.ItemId;
        return item is null ? null : _responses.Values.FirstOrDefault(response => response.Items.Contains(item));
    }

    private static OutputPart? Part(HeldResponse response, RealtimeEventType type, in OutputFields fields)
    {
        if (fields.ItemId is not { } item || type is RealtimeEventType.ResponseOutputItemAdded or RealtimeEventType.ResponseOutputItemDone
            or RealtimeEventType.ConversationItemAdded or RealtimeEventType.ConversationItemDone
            or RealtimeEventType.ResponseFunctionCallArgumentsDelta or RealtimeEventType.ResponseFunctionCallArgumentsDone)
        {
            return null;
        }

        var key = (item, fields.ContentIndex);
        if (!response.Parts.TryGetValue(key, out var part))
        {
            response.Parts[key] = part = new OutputPart();
        }

        return part;
    }

    private static bool IsContent(RealtimeEventType type) => type is RealtimeEventType.ResponseOutputTextDelta
        or RealtimeEventType.ResponseOutputAudioTranscriptDelta or RealtimeEventType.ResponseOutputAudioDelta;

    private void Measure(HeldResponse response, HeldServerEvent held)
    {
        switch (held.Message.Type)
        {
            case RealtimeEventType.ResponseOutputTextDelta or RealtimeEventType.ResponseOutputAudioTranscriptDelta when held.Part is { } part:
                part.Text.Append(held.Fields.Text);
                held.TextEnd = part.Text.Length;
                break;
            case RealtimeEventType.ResponseOutputAudioDelta when held.Part is { } part:
                held.TextEnd = part.Text.Length;
                held.AudioEndMs = part.AudioMs += held.Fields.DeltaLength / AudioCharactersPerMs;
                break;
            case RealtimeEventType.ResponseOutputTextDone or RealtimeEventType.ResponseOutputAudioTranscriptDone when held.Part is { } part:
                Complete(part, held.Fields.Text);
                return;
            case RealtimeEventType.ResponseContentPartDone when held.Part is { } part:
                part.HasEnded = true;
                return;
            case RealtimeEventType.ResponseOutputItemDone:
                foreach (var (key, part) in response.Parts.Where(pair => pair.Key.Item == held.Fields.ItemId))
                {
                    part.HasEnded = true;
                }

                return;
            case RealtimeEventType.ResponseDone:
                foreach (var part in response.Parts.Values)
                {
                    part.HasEnded = true;
                }

                return;
            default:
                return;
        }

        if (response.HeldSince == 0)
        {
            response.HeldSince = desk.Time.GetTimestamp();
        }
    }

    // A provider may tell the text only at its end, or tell there what it had left out.
    private static void Complete(OutputPart part, string? whole)
    {
        part.HasEnded = true;
        var text = part.Text.ToString();
        if (whole is null || whole == text)
        {
            return;
        }

        part.Text.Append(whole.StartsWith(text, StringComparison.Ordinal) ? whole[text.Length..] : "\n" + whole);
    }

    private void Advance(HeldResponse response)
    {
        while (response.Queue.First is { Value: var held } && response.Cut is null && CanGo(response, held))
        {
            response.Queue.RemoveFirst();
            Let(response, held);
        }

        if (!_checks || response.Cut is not null)
        {
            return;
        }

        foreach (var part in response.Parts.Values.Where(part => !part.IsChecking && !part.HasPassed).ToArray())
        {
            Check(response, part);
        }
    }

    private bool CanGo(HeldResponse response, HeldServerEvent held) => !_checks || held.Message.Type switch
    {
        RealtimeEventType.ResponseOutputTextDelta or RealtimeEventType.ResponseOutputAudioTranscriptDelta =>
            held.Part is null || held.Part.HasPassed || held.TextEnd <= held.Part.Released,
        RealtimeEventType.ResponseOutputAudioDelta => held.Part is null || OutputWindow.CanHear(held, held.Part),
        RealtimeEventType.ResponseOutputTextDone or RealtimeEventType.ResponseOutputAudioTranscriptDone or RealtimeEventType.ResponseOutputAudioDone
            or RealtimeEventType.ResponseContentPartDone => held.Part is null || held.Part.HasPassed,
        RealtimeEventType.ResponseOutputItemDone or RealtimeEventType.ConversationItemDone =>
            response.Parts.Where(pair => pair.Key.Item == held.Fields.ItemId).All(pair => pair.Value.HasPassed),
        RealtimeEventType.ResponseDone => response.Parts.Values.All(part => part.HasPassed),
        _ => true,
    };

    private void Let(HeldResponse response, HeldServerEvent held)
    {
        if (held.IsDropped || (held.Message.Type == RealtimeEventType.ResponseOutputAudioDelta && OutputWindow.IsSilenced(held)))
        {
            return;
        }

        if (response.HeldSince > 0 && IsContent(held.Message.Type))
        {
            desk.Held(response.HeldSince);
            response.HeldSince = -1;
        }

        ShownOutput.Note(response, held);
        desk.Context.ToClient(ShownOutput.Masked(response, held));
        if (held.Message.Type == RealtimeEventType.ResponseDone)
        {
            _responses.Remove(response.Id);
        }
    }

    private void Check(HeldResponse response, OutputPart part)
    {
        var text = part.Text.ToString();
        if (part.HasEnded && text.Length == 0)
        {
            NoText(response, part);
            return;
        }

        if (!part.HasEnded && text.Length - part.Asked < OutputWindow.Step)
        {
            return;
        }

        var isLast = part.HasEnded;
        part.IsChecking = true;
        part.Asked = text.Length;
        var from = Math.Max(0, part.Released - OutputWindow.Context);
        desk.Decide(GuardrailMode.PostCall, GuardrailInput.ModelText, text[from..], decision =>
        {
            if (decision.Action == GuardrailAction.Mask && from < part.Released)
            {
                // What is masked may stand in what went before: only the rest is to be changed.
                desk.Decide(
                    GuardrailMode.PostCall, GuardrailInput.ModelText, text[part.Released..], exact => Decided(response, part, text, isLast, exact));
                return;
            }

            Decided(response, part, text, isLast, decision);
        });
    }

    private void Decided(HeldResponse response, OutputPart part, string text, bool isLast, GuardrailDecision decision)
    {
        part.IsChecking = false;
        if (response.Cut is not null || response.IsOver)
        {
            return;
        }

        if (decision.IsBlocked)
        {
            CutOff(response, decision);
            return;
        }

        if (decision.Action == GuardrailAction.Mask)
        {
            OutputWindow.Mask(response, part, text, decision.Text, isLast);
        }
        else
        {
            part.Released = isLast ? text.Length : Math.Max(part.Released, OutputWindow.SafeEnd(text));
        }

        part.HasPassed = isLast;
        Advance(response);
    }

    // A part that has ended without a word: audio without a transcript cannot be judged, nothing at all need not be.
    private void NoText(HeldResponse response, OutputPart part)
    {
        if (part.AudioMs > 0
            && GuardrailRunner.DecideWithoutText(desk.Guardrails.In(GuardrailMode.PostCall), "What was said was not transcribed.") is { IsBlocked: true } unheard)
        {
            CutOff(response, unheard);
            return;
        }

        part.HasPassed = true;
        Advance(response);
    }

    private void CutOff(HeldResponse response, GuardrailDecision decision)
    {
        response.Cut = decision;
        var done = response.Queue.LastOrDefault(held => held.Message.Type == RealtimeEventType.ResponseDone);
        foreach (var item in response.Queue.Select(held => held.Fields.ItemId).OfType<string>())
        {
            response.Items.Add(item);
        }

        response.Queue.Clear();
        foreach (var closing in ShownOutput.Close(response, desk.NewId))
        {
            desk.Context.ToClient(closing);
        }

        desk.Violate(decision, null);
        Cancel(response);
        if (done is not null)
        {
            EndIfDone(response, done.Message);
            return;
        }

        desk.After(CancelTimeout, () => End(response, new JsonObject { ["id"] = response.Id, ["object"] = "realtime.response" }));
    }

    private void Cancel(HeldResponse response) =>
        desk.SendUp(RealtimeEventType.ResponseCancel, new JsonObject { ["response_id"] = response.Id });

    private void EndIfDone(HeldResponse response, in EventMessage message)
    {
        if (message.Type != RealtimeEventType.ResponseDone)
        {
            return;
        }

        if (response.IsDropped)
        {
            _responses.Remove(response.Id);
            TakeBack(response);
            return;
        }

        End(response, GuardJson.Parse(message).Object("response") ?? new JsonObject { ["id"] = response.Id });
    }

    private void End(HeldResponse response, JsonObject done)
    {
        if (response.IsOver)
        {
            return;
        }

        response.IsOver = true;
        _responses.Remove(response.Id);
        desk.Context.ToClient(ShownOutput.Done(response, (JsonObject)done.DeepClone(), desk.NewId()));
        TakeBack(response);
        if (desk.IsEnding || response.Cut?.Guardrail?.Entry.RealtimeViolationMessage is not { } message)
        {
            return;
        }

        // A message that is itself blocked is not followed by another.
        _saysMessage = !_saysMessage;
        if (_saysMessage)
        {
            responses.Say(message, null);
        }
    }

    // What was blocked must not be what the next answer builds on.
    private void TakeBack(HeldResponse response)
    {
        foreach (var item in response.Items)
        {
            desk.SendUp(RealtimeEventType.ConversationItemDelete, new JsonObject { ["item_id"] = item });
        }
    }
}
