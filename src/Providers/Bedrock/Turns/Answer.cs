using System.Text.Json.Nodes;
using Realtime.Providers.Bedrock.Items;
using Realtime.Providers.Bedrock.Output;
using Realtime.Providers.Bedrock.Upstream;

namespace Realtime.Providers.Bedrock.Turns;

/// <summary>
/// The model's answer: what of Nova's blocks makes one response. There is one at a time; it begins with the first words, sound or call, and not
/// with a block of which nothing may follow.
/// </summary>
internal sealed class Answer(NovaContext context, NovaStream stream, UserTurn user)
{
    // Calls that come back to back are one response, and the figures of a response may come just after its last word: nothing marks the end.
    private static readonly TimeSpan Trailing = TimeSpan.FromMilliseconds(200);

    private readonly SpeechOut _speech = new(context.Output);
    private RunningResponse? _response;
    private IDisposable? _ending;
    private bool _isSaid;
    private bool _drops;

    /// <summary>Gets the tokens counted.</summary>
    public UsageMeter Usage { get; } = new();

    /// <summary>Gets the response that runs; null when none does.</summary>
    public RunningResponse? Response => _response;

    /// <summary>Gets a value indicating whether a response runs or was asked for.</summary>
    public bool IsBusy => _response is not null || context.Carry.Requested is not null;

    /// <summary>Gets the message whose words the service corrects next.</summary>
    public NovaItem? LastMessage { get; private set; }

    /// <summary>Adds a sentence that the model is about to say.</summary>
    /// <param name="text">The sentence.</param>
    public void Say(string text)
    {
        Ensure()?.Say(text);
        LastMessage = _response?.LastMessage ?? LastMessage;
    }

    /// <summary>Begins a message.</summary>
    public void Open()
    {
        Ensure()?.Open();
        LastMessage = _response?.LastMessage ?? LastMessage;
    }

    /// <summary>Adds sound.</summary>
    /// <param name="base64">The sound.</param>
    public void Play(ReadOnlySpan<byte> base64)
    {
        if (!_drops)
        {
            _response?.Play(base64);
        }
    }

    /// <summary>Adds a function call.</summary>
    /// <param name="callId">Its id.</param>
    /// <param name="name">The function.</param>
    /// <param name="arguments">The arguments.</param>
    public void Call(string callId, string name, string arguments)
    {
        if (Ensure(isCall: true) is { } response)
        {
            context.OpenCalls.Add(callId);
            response.Call(callId, name, arguments);
        }
    }

    /// <summary>The model has said all of a message.</summary>
    public void EndMessage()
    {
        if (!StopDropping() && _response is { } response)
        {
            response.CloseMessage(isComplete: true);
            EndSoon(isSaid: true);
        }
    }

    /// <summary>The model has called a function, and may call more.</summary>
    public void EndCall()
    {
        if (!StopDropping() && _response is { IsSpeaking: false })
        {
            EndSoon(isSaid: false);
        }
    }

    /// <summary>The service has counted; after the last word nothing more is waited for.</summary>
    public void Counted()
    {
        if (_ending is not null && _isSaid)
        {
            End("completed", null);
        }
    }

    /// <summary>The model stopped because the user speaks.</summary>
    /// <param name="stopped">The response during which the service began to say so; null for none.</param>
    public void Interrupt(RunningResponse? stopped)
    {
        var wasDropping = StopDropping();
        if (_response is { } response && (stopped is null || stopped == response))
        {
            if (_ending is not null)
            {
                // All of it was said; what the client has not played yet is what the user speaks into.
                End("completed", null);
                user.Start();
                return;
            }

            user.Start();
            response.CloseMessage(isComplete: false);
            End("cancelled", Details("cancelled", "turn_detected"));
        }
        else if (_response is null && !wasDropping)
        {
            user.Start();
        }
    }

    /// <summary>A cycle of the model is over.</summary>
    /// <param name="stopReason">Why.</param>
    public void Complete(string? stopReason)
    {
        StopDropping();
        if (_response is null)
        {
            return;
        }

        if (stopReason == "MAX_TOKENS")
        {
            End("incomplete", Details("incomplete", "max_output_tokens"));
        }
        else if (_ending is not null || stopReason != "INTERRUPTED")
        {
            End("completed", null);
        }
        else
        {
            Interrupt(_response);
        }
    }

    /// <summary>The user speaks: what is dropped of the last answer is over.</summary>
    public void UserSpeaks() => StopDropping();

    /// <summary>The client wants no more of it.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Cancel()
    {
        if (!IsBusy)
        {
            return false;
        }

        _drops = _ending is null;
        if ((_response ?? Begin()) is { } response)
        {
            response.CloseMessage(isComplete: false);
            End("cancelled", Details("cancelled", "client_cancelled"));
        }

        return true;
    }

    /// <summary>The service gives no more of it.</summary>
    /// <param name="type">The error's type.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">What happened, for people.</param>
    public void Fail(string type, string code, string message)
    {
        user.Finish();
        if ((_response ?? Begin()) is not { } response)
        {
            return;
        }

        response.CloseMessage(isComplete: false);
        var details = new JsonObject
        {
            ["type"] = "failed",
            ["error"] = new JsonObject { ["type"] = type, ["code"] = code, ["message"] = message },
        };
        End("failed", details);
    }

    private static JsonObject Details(string status, string reason) => new() { ["type"] = status, ["reason"] = reason };

    private RunningResponse? Ensure(bool isCall = false)
    {
        if (_drops)
        {
            return null;
        }

        if (_ending is { } ending)
        {
            if (_isSaid && !isCall)
            {
                End("completed", null);
            }
            else
            {
                ending.Dispose();
                _ending = null;
            }
        }

        user.Finish();
        var carry = context.Carry;
        carry.Recent.Clear();
        (carry.Throttles, carry.Failures) = (0, 0);
        return _response ?? Begin();
    }

    // Gives null where whoever learned of the beginning has cancelled it at once.
    private RunningResponse? Begin()
    {
        var request = context.Carry.Requested;
        context.Carry.Requested = null;
        _response = new RunningResponse(
            context.Output, context.Items, _speech, context.Session, context.ConversationId, request, Math.Max(stream.OutputRate, 1));
        _response.Begin();
        return _response;
    }

    private void EndSoon(bool isSaid)
    {
        _ending?.Dispose();
        _isSaid = isSaid;
        _ending = context.After(Trailing, () => End("completed", null));
    }

    private void End(string status, JsonObject? details)
    {
        _ending?.Dispose();
        _ending = null;
        if (_response is { } response)
        {
            // Nothing runs any more when the client learns of it, since it may ask for the next at once.
            _response = null;
            context.Carry.Cuts = status == "completed" ? 0 : context.Carry.Cuts;
            response.End(status, details, Usage.Take());
        }
    }

    private bool StopDropping()
    {
        var dropped = _drops;
        _drops = false;
        return dropped;
    }
}
