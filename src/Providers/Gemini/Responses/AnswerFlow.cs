using System.Text.Json.Nodes;
using Realtime.Providers.Gemini.Input;
using Realtime.Providers.Gemini.Items;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini.Responses;

/// <summary>When a response begins and ends, as the service's signs tell it.</summary>
/// <param name="state">What the translator's parts share.</param>
/// <param name="writer">Tells the client.</param>
/// <param name="turns">The user's turns.</param>
/// <param name="usage">Counts tokens.</param>
internal sealed class AnswerFlow(LiveState state, ResponseWriter writer, UserTurns turns, UsageMeter usage)
{
    // turnComplete waits until the speech was played, as the service imagines it; the client shall not.
    private static readonly TimeSpan WaitForTurnEnd = TimeSpan.FromMilliseconds(500);

    // Some models call functions one message after the other and give no sign of the last.
    private static readonly TimeSpan WaitForNextCall = TimeSpan.FromMilliseconds(200);

    private IDisposable? _timer;
    private ResponseRequest? _asked;
    private bool _swallows;
    private bool _trails;
    private bool _interruptsItself;

    /// <summary>Gets the response under way; null when there is none.</summary>
    public OpenResponse? Current => writer.Current;

    /// <summary>Gets a value indicating whether the client waits for an answer that has not begun.</summary>
    public bool IsAsked => _asked is not null;

    /// <summary>Gets a value indicating whether the service still speaks of an answer that the client cancelled.</summary>
    public bool Swallows => _swallows;

    /// <summary>Notes that the client asked for an answer, and that asking may interrupt the service.</summary>
    /// <param name="request">What it asked for.</param>
    public void Ask(ResponseRequest request)
    {
        _asked = request;
        _interruptsItself = _swallows || _trails;
    }

    /// <summary>Begins a response, unless one is under way.</summary>
    public void Begin()
    {
        if (Current is null)
        {
            turns.End(_asked is not null);
            var asked = _asked;
            _asked = null;
            _trails = false;
            _interruptsItself = false;
            writer.Open(asked);
        }
        else if (Current.HasCalls)
        {
            StopTimer();
        }
    }

    /// <summary>Takes function calls.</summary>
    /// <param name="calls">The service's calls.</param>
    public void Call(JsonArray calls)
    {
        if (_swallows || calls.Count == 0)
        {
            return;
        }

        Begin();
        foreach (var call in calls.OfType<JsonObject>())
        {
            var id = call.Id("id");
            var known = new FunctionCall(id ?? state.Output.NewId("call_"), call.Text("name") ?? "", id is not null);
            state.Memory.Calls.Called(known);
            writer.Call(known, (call.Child("args") ?? []).ToJsonString(RelaxedJson.Options));
        }

        StartTimer(WaitForNextCall);
    }

    /// <summary>Notes that the model is through with what it generates.</summary>
    public void Generated()
    {
        if (_swallows)
        {
            _swallows = false;
            _trails = true;
        }
        else if (Current is { HasCalls: true })
        {
            writer.CloseMessage(isComplete: true);
            Finish("completed", null, trails: true);
        }
        else if (Current is { } response)
        {
            writer.CloseMessage(isComplete: true);
            response.IsGenerated = true;
            StartTimer(WaitForTurnEnd);
        }
    }

    /// <summary>Notes that the user interrupts.</summary>
    public void Interrupted()
    {
        usage.EndGeneration();
        var byItself = _interruptsItself;
        _interruptsItself = false;
        if (_swallows)
        {
            _swallows = false;
            _trails = true;
            if (byItself)
            {
                return;
            }
        }

        // With turns that the client ends there are no signs of speech.
        if (!byItself && state.Settings.Mode == Settings.TurnMode.Automatic)
        {
            turns.Start();
        }

        _trails = true;
        if (Current is { IsGenerated: true })
        {
            Finish("completed", null, trails: true);
        }
        else if (Current is not null)
        {
            writer.CloseMessage(isComplete: false);
            Finish("cancelled", FinishReasons.Details("cancelled", "turn_detected"), trails: true);
        }
    }

    /// <summary>Notes that the turn is over.</summary>
    /// <param name="reason">Why, if the service said so.</param>
    /// <param name="waits">Whether the model says nothing since it expects the user to go on.</param>
    public void TurnComplete(string? reason, bool waits)
    {
        var trails = _trails;
        _trails = false;
        _interruptsItself = false;
        if (_swallows)
        {
            _swallows = false;
        }
        else if (Current is not null)
        {
            writer.CloseMessage(isComplete: true);
            var (status, details) = FinishReasons.Map(reason) ?? ("completed", null);
            Finish(status, details, trails: false);
        }
        else if (!trails && !waits && (_asked is not null || FinishReasons.Map(reason) is not null))
        {
            // The model had nothing to say, or was kept from it: whoever asked is told so.
            Begin();
            var (status, details) = FinishReasons.Map(reason) ?? ("completed", null);
            Finish(status, details, trails: false);
        }

        usage.EndGeneration();
    }

    /// <summary>Ends the response for the client, who wants no more of it.</summary>
    public void Cancel()
    {
        var goesOn = Current is null or { IsGenerated: false };
        if (Current is null)
        {
            Begin();
        }

        writer.CloseMessage(isComplete: false);
        Finish("cancelled", FinishReasons.Details("cancelled", "client_cancelled"), trails: true);
        _swallows = goesOn;
    }

    /// <summary>Notes that the service gives the answer up that is under way or waited for.</summary>
    /// <param name="code">The error's code.</param>
    /// <param name="message">What happened, for people.</param>
    public void Fail(string code, string message)
    {
        if (Current is null && _asked is null && !turns.IsOpen)
        {
            return;
        }

        Begin();
        writer.CloseMessage(isComplete: false);
        Finish("failed", FinishReasons.Failed(code, message), trails: false);
    }

    /// <summary>Ends a response whose content is all there, instead of waiting for the turn's end.</summary>
    public void FinishGenerated()
    {
        if (Current is { IsGenerated: true } or { HasCalls: true, Message: null })
        {
            Finish("completed", null, trails: true);
        }
    }

    /// <summary>Drops the answer that comes, since a new one is asked for.</summary>
    public void Swallow() => _swallows = true;

    private void Finish(string status, JsonObject? details, bool trails)
    {
        StopTimer();
        _trails |= trails;
        turns.Complete();
        writer.Finish(status, details);
        if (status == "completed")
        {
            state.Memory.Answered();
        }
    }

    private void StartTimer(TimeSpan delay)
    {
        StopTimer();
        _timer = state.Schedule(delay, FinishLate);
    }

    private void StopTimer()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void FinishLate()
    {
        _timer = null;
        if (Current is not null)
        {
            writer.CloseMessage(isComplete: true);
            Finish("completed", null, trails: true);
        }
    }
}
