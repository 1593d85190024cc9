using System.Text.Json.Nodes;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>One connection of the Live API: takes the client's messages one by one and enforces their order.</summary>
internal sealed class LiveSession
{
    private readonly ILiveService _service;
    private readonly LiveAdmission _admission;
    private readonly LiveState _state;
    private readonly LiveMemories _memories;
    private readonly LiveInput _input;
    private readonly LiveAnswers _answers;
    private bool _mayBeginWithHistory;

    public LiveSession(
        ILiveService service, LiveAdmission admission, LiveWire wire, SimulatedConnection connection, LiveMemories memories, SimulatorOptions options, CancellationToken ended)
    {
        _service = service;
        _admission = admission;
        _memories = memories;
        _state = new(service, wire, connection, options, ended);
        _answers = new(_state, memories);
        _input = new(_state, _answers);
    }

    public void Take(JsonObject message)
    {
        lock (_state.Gate)
        {
            if (Handle(message) is { } close)
            {
                _state.Wire.Close(close);
            }
        }
    }

    private LiveClose? Handle(JsonObject message)
    {
        if (message.Count != 1)
        {
            return LiveClose.InvalidArgument;
        }

        var (name, value) = message.First();
        if (value is not JsonObject content)
        {
            return LiveClose.InvalidArgument;
        }

        // The setup comes once, first.
        if ((name == "setup") != (_state.Setup is null))
        {
            return LiveClose.InvalidArgument;
        }

        var isFirst = _mayBeginWithHistory;
        _mayBeginWithHistory = false;
        return name switch
        {
            "setup" => Begin(content),
            "realtimeInput" => _input.Take(content),
            "clientContent" => Content(content, isFirst),
            "toolResponse" => Results(content),
            "contextUpdate" => Update(content),
            _ => LiveClose.UnknownName(name),
        };
    }

    private LiveClose? Begin(JsonObject json)
    {
        if (_admission.CloseReason is { } reason)
        {
            return new(1007, reason);
        }

        var (setup, close) = LiveSetup.Read(json, _service);
        if (setup is null)
        {
            return close;
        }

        if (setup.Handle is { } handle)
        {
            if (_memories.Find(handle, setup.Model) is not { } history)
            {
                return LiveClose.InvalidArgument;
            }

            _state.History = history;
        }

        _state.Setup = setup;
        _state.Connection.Model = setup.Model;
        _mayBeginWithHistory = setup.BeginsWithHistory;
        _state.Wire.Send(new() { ["setupComplete"] = new JsonObject() });
        _answers.OfferHandle();
        LiveState.Start(LimitAsync);
        return null;
    }

    private LiveClose? Content(JsonObject content, bool isFirst)
    {
        if (LiveFields.Unknown(content, LiveFields.ClientContent) is { } unknown)
        {
            return unknown;
        }

        var complete = content.Flag("turnComplete") == true;
        if (_state.Setup!.IsRestricted && (!isFirst || !complete))
        {
            return LiveClose.InvalidArgument;
        }

        foreach (var turn in (content.Array("turns") ?? []).OfType<JsonObject>())
        {
            if (LiveFields.Unknown(turn, LiveFields.Content) is { } field)
            {
                return field;
            }

            if (LiveItems.Read(turn) is not { } item)
            {
                return LiveClose.InvalidArgument;
            }

            _state.History.Append(item);
        }

        // History that the restricted generation begins with is closed and not answered.
        if (complete && !_state.Setup.IsRestricted)
        {
            _answers.Interrupt();
            _answers.Begin();
        }

        return null;
    }

    private LiveClose? Results(JsonObject content)
    {
        foreach (var result in (content.Array("functionResponses") ?? []).OfType<JsonObject>())
        {
            if (LiveFields.Unknown(result, LiveFields.FunctionResponse) is { } unknown)
            {
                return unknown;
            }

            if (result.Object("response") is not { } response || !_state.OpenCalls.Remove(result.Text("id") ?? ""))
            {
                return LiveClose.InvalidArgument;
            }

            var output = response.Count == 1 && response.Text("output") is { } text ? text : JsonText.WriteString(response);
            _state.History.Append(new(Sessions.IdSource.Make("item"), "function_call_output") { CallId = result.Text("id"), Output = output });
        }

        if (_state.OpenCalls.Count == 0)
        {
            _answers.Begin();
        }

        return null;
    }

    private LiveClose? Update(JsonObject content)
    {
        if (!_state.Setup!.TakesContextUpdate)
        {
            return LiveClose.InvalidArgument;
        }

        _state.Setup = _state.Setup.With(content);
        return null;
    }

    private async Task LimitAsync()
    {
        var options = _state.Options;
        var left = options.LiveGoAwayLead < options.LiveConnectionLength ? options.LiveGoAwayLead : options.LiveConnectionLength;
        await Task.Delay(options.LiveConnectionLength - left, options.Time, _state.Ended);
        _state.Wire.Send(new() { ["goAway"] = new JsonObject { ["timeLeft"] = FormattableString.Invariant($"{left.TotalSeconds:0.###}s") } });
        await Task.Delay(left, options.Time, _state.Ended);
        _state.Wire.Close(new(1001, "The connection has reached its maximum duration."));
    }
}
