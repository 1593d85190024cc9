using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Json;
using Realtime.Simulator.Responses;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>The model's answers: one at a time, interrupted by the user, called functions waited for.</summary>
internal sealed class LiveAnswers(LiveState state, LiveMemories memories)
{
    private static readonly Audio.AudioFormat Format = Audio.AudioFormat.Pcm24;

    private CancellationTokenSource? _running;
    private TokenCount _made;

    /// <summary>Begins to answer what was said last.</summary>
    public void Begin()
    {
        _running?.Cancel();
        var running = CancellationTokenSource.CreateLinkedTokenSource(state.Ended);
        _running = running;
        _made = default;
        Resumable(null);
        LiveState.Start(() => AnswerAsync(running.Token));
    }

    /// <summary>The user speaks: what is being answered is broken off.</summary>
    public void Interrupt()
    {
        if (state.OpenCalls.Count > 0)
        {
            state.Wire.Send(new()
            {
                ["toolCallCancellation"] = new JsonObject { ["ids"] = new JsonArray([.. state.OpenCalls.Select(id => (JsonNode)id)]) },
            });
            state.OpenCalls.Clear();
        }

        if (_running is not { } running)
        {
            return;
        }

        _running = null;
        running.Cancel();
        Content("interrupted", true);
        EndTurn();
    }

    /// <summary>Tells the client how the conversation can be gone on with, where it wants to know.</summary>
    public void OfferHandle() => Resumable(memories.Keep(state.Setup!.Model, state.History));

    private async Task AnswerAsync(CancellationToken cancelled)
    {
        ResponsePlan plan;
        lock (state.Gate)
        {
            plan = state.Connection.Fault.FailResponse is { } code
                ? new([], code)
                : ScriptedModel.Plan(new(state.Setup!.Settings), state.History.Items);
        }

        if (plan.FailureCode is { } failure)
        {
            state.Wire.Close(failure is "rate_limit_exceeded" or "insufficient_quota"
                ? new(1011, "You exceeded your current quota, please check your plan and billing details.")
                : new(1011, "Internal error occurred."));
            return;
        }

        foreach (var message in plan.Output.OfType<PlannedOutput.Message>())
        {
            await SpeakAsync(message, cancelled);
        }

        lock (state.Gate)
        {
            cancelled.ThrowIfCancellationRequested();
            var calls = plan.Output.OfType<PlannedOutput.Call>().ToArray();
            if (calls.Length > 0)
            {
                Call(calls);
                return;
            }

            Content("generationComplete", true);
        }

        // The service holds the end of a turn back for as long as it imagines that the speech is played.
        await Task.Delay(state.Options.WordDelay, state.Options.Time, cancelled);
        lock (state.Gate)
        {
            cancelled.ThrowIfCancellationRequested();
            _running = null;
            EndTurn();
        }
    }

    private async Task SpeakAsync(PlannedOutput.Message message, CancellationToken cancelled)
    {
        var item = new ConversationItem(IdSource.Make("item"), "message") { Role = "assistant" };
        var part = new ContentPart(state.Setup!.SpeaksAudio ? ContentKind.OutputAudio : ContentKind.OutputText) { Words = "" };
        item.Content.Add(part);
        lock (state.Gate)
        {
            state.History.Append(item);
        }

        if (!state.Setup.SpeaksAudio)
        {
            foreach (var word in SpokenScore.Words(message.Text))
            {
                await Task.Delay(state.Options.WordDelay, state.Options.Time, cancelled);
                Say(part, word, () => Content("modelTurn", Turn(new JsonObject { ["text"] = word })), cancelled);
            }

            return;
        }

        foreach (var (words, clip) in SpokenScore.Pieces(message, Format.Rate, state.Options.AudioChunk.TotalMilliseconds))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(clip.DurationMs / state.Options.AudioPace), state.Options.Time, cancelled);
            Say(part, string.Concat(words), () =>
            {
                if (!clip.Samples.IsEmpty)
                {
                    _made += new TokenCount(0, TokenCount.OfModelAudio(clip.DurationMs), 0);
                    Content("modelTurn", Turn(new JsonObject
                    {
                        ["inlineData"] = new JsonObject { ["mimeType"] = "audio/pcm;rate=24000", ["data"] = Convert.ToBase64String(clip.Encode(Format)) },
                    }));
                }

                if (words.Count > 0 && state.Setup.TranscribesOutput)
                {
                    Content("outputTranscription", new JsonObject { ["text"] = string.Concat(words) });
                }
            }, cancelled);
        }
    }

    private void Say(ContentPart part, string words, Action send, CancellationToken cancelled)
    {
        lock (state.Gate)
        {
            cancelled.ThrowIfCancellationRequested();
            part.Append(words);
            if (!state.Setup!.SpeaksAudio)
            {
                _made += new TokenCount(TokenCount.OfText(words), 0, 0);
            }

            send();
        }
    }

    private void Call(PlannedOutput.Call[] calls)
    {
        var list = new JsonArray();
        foreach (var call in calls)
        {
            var id = IdSource.Make("function-call");
            state.OpenCalls.Add(id);
            _made += new TokenCount(TokenCount.OfText(call.Name) + TokenCount.OfText(call.Arguments), 0, 0);
            state.History.Append(new(IdSource.Make("item"), "function_call") { CallId = id, Name = call.Name, Arguments = call.Arguments });
            list.Add((JsonNode)new JsonObject { ["id"] = id, ["name"] = call.Name, ["args"] = JsonNode.Parse(call.Arguments) });
        }

        _running = null;
        state.Wire.Send(new() { ["toolCall"] = new JsonObject { ["functionCalls"] = list }, ["usageMetadata"] = Usage() });
    }

    private void EndTurn()
    {
        state.Wire.Send(new() { ["serverContent"] = new JsonObject { ["turnComplete"] = true }, ["usageMetadata"] = Usage() });
        OfferHandle();
    }

    private JsonObject Usage()
    {
        var settings = state.Setup!.Settings;
        var instructions = TokenCount.OfText(settings.Instructions) + (settings.Tools.Count == 0 ? 0 : TokenCount.OfText(JsonText.WriteString(settings.Tools)));
        var prompt = state.History.Items.Where(item => item.Role != "assistant").Aggregate(new TokenCount(instructions, 0, 0), (sum, item) => sum + TokenCount.Of(item));
        state.Connection.AddUsage(prompt.Total, 0, _made.Total);
        return state.Service.WriteUsage(new(prompt, _made));
    }

    private void Resumable(string? handle)
    {
        if (state.Setup!.WantsHandles)
        {
            state.Wire.Send(new()
            {
                ["sessionResumptionUpdate"] = handle is null
                    ? new JsonObject { ["resumable"] = false }
                    : new JsonObject { ["newHandle"] = handle, ["resumable"] = true },
            });
        }
    }

    private void Content(string name, JsonNode value) => state.Wire.Send(new() { ["serverContent"] = new JsonObject { [name] = value } });

    private static JsonObject Turn(JsonObject part) => new() { ["role"] = "model", ["parts"] = new JsonArray(part) };
}
