using System.Text.Json.Nodes;
using Realtime.Protocol.Translation;
using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Bedrock.Upstream;
using Realtime.Providers.Bedrock.Turns;
using Realtime.Providers.Json;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>
/// Takes in the client's wish for an answer. Nova answers whatever reaches it, so what asks for an answer goes up only now: results, text, or a
/// turn that the client ended itself.
/// </summary>
internal sealed class ResponseCommands(NovaContext context, NovaStream stream, Answer answer)
{
    private static readonly TimeSpan NoAnswer = TimeSpan.FromSeconds(30);

    private bool _isRestored;

    /// <summary>Asks for an answer.</summary>
    /// <param name="body">The client's event.</param>
    public void Create(JsonObject body)
    {
        var response = body.Child("response");
        if (ResponseCheck.Find(response, context.Session.Body) is { } refusal)
        {
            context.Output.Refuse(refusal, body.Text("event_id"));
            return;
        }

        if (answer.IsBusy && !_isRestored)
        {
            context.Output.Refuse(
                new(
                    "conversation_already_has_active_response",
                    "Conversation already has an active response in progress. Wait until the response is finished before creating a new one.",
                    null),
                body.Text("event_id"));
            return;
        }

        _isRestored = false;
        context.Carry.Requested = new RequestedResponse(
            response?.Child("metadata")?.DeepClone() as JsonObject,
            response?.List("output_modalities") is [{ } only] ? only.AsText() == "text" : null,
            response?.Id("instructions"));
        Ask();
    }

    /// <summary>Asks again for the answer whose request went down with a former stream, unless the request itself comes again.</summary>
    public void Restore() => _isRestored = context.Carry.Requested is not null;

    /// <summary>Asks again for the answer if the request did not come again.</summary>
    public void AskAgain()
    {
        if (_isRestored)
        {
            _isRestored = false;
            Ask();
        }
    }

    /// <summary>Gives up the answer.</summary>
    /// <param name="body">The client's event.</param>
    public void Cancel(JsonObject body)
    {
        if ((body.Id("response_id") is { } id && answer.Response?.Id != id) || !answer.Cancel())
        {
            context.Output.Refuse(
                new("response_cancel_not_active", "Cancellation failed: no active response found", null), body.Text("event_id"));
        }
    }

    private void Ask()
    {
        var request = context.Carry.Requested!;
        if (stream.IsHeldBack)
        {
            _isRestored = true;
            return;
        }

        stream.StartAudio();
        var input = new HeldInput(context);
        if (!input.Fits)
        {
            // It has its place in the history, which only a fresh stream takes.
            context.Host.RequestRenewal(new UpstreamRenewal(UpstreamRenewalCause.Settings));
            return;
        }

        Send(input, request.Instructions);
        context.After(NoAnswer, () =>
        {
            if (ReferenceEquals(context.Carry.Requested, request))
            {
                answer.Fail("server_error", "model_timeout", "The model gave no answer.");
            }
        });
    }

    private void Send(HeldInput input, string? instructions)
    {
        foreach (var result in input.Results)
        {
            result.IsSent = true;
            context.OpenCalls.Remove(result.CallId!);
            var isLast = result == input.Results[^1] && input.Lines.Count == 0;
            stream.Writer.ToolResult(result.CallId!, ToolResult.ToNova(result.Body.Text("output")!, isLast ? instructions : null));
        }

        if (input.Lines.Count > 0)
        {
            Write(string.Join('\n', instructions is null ? input.Lines : [.. input.Lines, $"(For this answer: {instructions})"]));
        }
        else if (input.Speech.Count > 0)
        {
            Speak(input.Speech);
        }
        else if (input.Results.Count == 0 && context.Carry.Untranscribed.Count == 0)
        {
            Trigger(instructions);
        }

        input.Sent();
    }

    private void Speak(IReadOnlyList<NovaItem> items)
    {
        foreach (var item in items)
        {
            var (pcm, rate) = context.Carry.Manual.Take(item.Id)!.Value;
            item.IsSent = true;
            stream.Feed.SpeakWhole(stream.Feed.AtRate(pcm, rate), item == items[^1] ? EndOfTurnMs : BetweenMs);
        }
    }

    private void Trigger(string? instructions)
    {
        if (context.Session.Model.TakesTextTurns)
        {
            Write(instructions is null ? "(Please go on.)" : $"(For this answer: {instructions})");
        }
        else
        {
            stream.Feed.SpeakWhole(TriggerClip.AtRate(stream.Feed.Rate), EndOfTurnMs);
            context.Asked.Add(TriggerClip.Words);
        }
    }

    private void Write(string text)
    {
        context.Asked.Add(text.Trim());
        stream.Writer.Text("USER", text, isInteractive: true);
    }

    // The longest pause after which the service is sure that a turn is over, and more.
    private const int EndOfTurnMs = 2500;
    private const int BetweenMs = 300;
}
