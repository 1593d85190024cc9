using System.Text;
using System.Text.Json.Nodes;
using Realtime.Simulator.Conversation;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Json;
using Realtime.Simulator.Responses;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>The talk on one stream: what the model knows, hears, says and calls. Everything in it runs under one lock.</summary>
internal sealed class NovaTalk
{
    private readonly Lock _gate = new();
    private readonly NovaBlocks _blocks;
    private readonly SimulatedConnection _connection;
    private readonly SimulatorOptions _options;
    private readonly CancellationToken _ended;
    private readonly ConversationHistory _history = new();
    private readonly Dictionary<string, (JsonObject Start, StringBuilder Text)> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private readonly NovaOutput _output;
    private SessionSettings _settings = new();
    private NovaEar? _ear;
    private NovaVoice? _voice;
    private int _pauseMs;
    private int _outputRate;
    private bool _stopped;

    public NovaTalk(NovaOutput output, SimulatedConnection connection, SimulatorOptions options, string model, CancellationToken ended)
    {
        (_output, _connection, _options, _ended) = (output, connection, options, ended);
        _blocks = new NovaBlocks(output);
        IsFirstGeneration = model.Contains("nova-sonic", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether only speech is answered.</summary>
    public bool IsFirstGeneration { get; }

    /// <summary>Takes an event that was checked.</summary>
    public void Take(string name, JsonObject fields)
    {
        lock (_gate)
        {
            switch (name)
            {
                case "sessionStart":
                    _pauseMs = PauseMs(fields.Object("turnDetectionConfiguration").Text("endpointingSensitivity"));
                    break;
                case "promptStart":
                    _blocks.Prompt = fields.Text("promptName")!;
                    _outputRate = (int)fields.Object("audioOutputConfiguration").Number("sampleRateHertz")!;
                    _settings = NovaSettings.Read(fields);
                    break;
                case "contentStart":
                    Start(fields);
                    break;
                case "textInput" or "toolResult":
                    _open[fields.Text("contentName")!].Text.Append(fields.Text("content"));
                    break;
                case "audioInput":
                    Hear(Convert.FromBase64String(fields.Text("content") ?? ""));
                    break;
                case "contentEnd":
                    End(fields.Text("contentName")!);
                    break;
                case "promptEnd":
                    _voice?.Stop();
                    break;
            }
        }
    }

    /// <summary>Says nothing more.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            _voice?.Stop();
        }
    }

    private int PauseMs(string? sensitivity) => (int)(_options.NovaPauseScale * sensitivity switch
    {
        "HIGH" => 1500,
        "LOW" => 2000,
        _ => 1750,
    });

    private void Start(JsonObject fields)
    {
        _open[fields.Text("contentName")!] = (fields, new StringBuilder());
        if (fields.Text("type") == "AUDIO")
        {
            _ear = new NovaEar((int)fields.Object("audioInputConfiguration").Number("sampleRateHertz")!, _pauseMs);
        }
    }

    private void End(string name)
    {
        _open.Remove(name, out var content);
        var text = content.Text.ToString();
        switch (content.Start.Text("type"), content.Start.Text("role"))
        {
            case ("TEXT", "SYSTEM"):
                _settings = _settings with { Instructions = text };
                break;
            case ("TEXT", { } role):
                Add(role == "USER" ? "user" : "assistant", text);
                if (content.Start.Flag("interactive") is true && !IsFirstGeneration)
                {
                    Interrupt();
                    Answer();
                }

                break;
            case ("TOOL", _):
                Result(content.Start.Object("toolResultInputConfiguration").Text("toolUseId")!, text);
                break;
        }
    }

    private void Result(string id, string json)
    {
        if (!_calls.Remove(id))
        {
            _stopped = true;
            _output.Fail("validationException", "Tool result names no tool use that waits for one.");
            return;
        }

        var output = JsonText.TryParse(Encoding.UTF8.GetBytes(json), out var parsed) && parsed.Count == 1 && parsed.Text("output") is { } plain ? plain : json;
        _history.Append(new ConversationItem(IdSource.Make("item"), "function_call_output") { CallId = id, Output = output });
        if (_calls.Count == 0)
        {
            Answer();
        }
    }

    private void Hear(byte[] pcm)
    {
        _connection.AddAudio(pcm.Length);
        foreach (var turn in _ear!.Hear(pcm))
        {
            if (turn is null)
            {
                Interrupt();
                continue;
            }

            _history.Append(turn);
            _blocks.Begin();
            _blocks.Text("USER", "FINAL", turn.Heard ?? Transcriber.Describe(turn));
            Answer();
        }
    }

    private void Add(string role, string text)
    {
        var item = new ConversationItem(IdSource.Make("item"), "message") { Role = role };
        item.Content.Add(new(role == "user" ? ContentKind.InputText : ContentKind.OutputText) { Words = text });
        _history.Append(item);
    }

    private void Interrupt()
    {
        _voice?.Interrupt();
        _voice = null;
    }

    private void Answer()
    {
        if (_stopped)
        {
            return;
        }

        var plan = _connection.Fault.FailResponse is { } code ? new ResponsePlan([], code) : ScriptedModel.Plan(new ResponseRequest(_settings), _history.Items);
        if (plan.FailureCode is { } failure)
        {
            _stopped = true;
            _output.Fail(failure == "rate_limit_exceeded" ? "throttlingException" : "modelStreamErrorException", "The model stream failed.");
            return;
        }

        _blocks.Begin();
        var voice = new NovaVoice(_blocks, _history, _calls, _options, _outputRate, _settings);
        _voice = voice;
        _ = RunAsync(voice, plan);
    }

    private async Task RunAsync(NovaVoice voice, ResponsePlan plan)
    {
        try
        {
            using var steps = voice.Run(plan).GetEnumerator();
            while (true)
            {
                TimeSpan pause;
                lock (_gate)
                {
                    if (voice.IsOver || !steps.MoveNext())
                    {
                        return;
                    }

                    pause = steps.Current;
                }

                await Task.Delay(pause, _options.Time, _ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The stream is over.
        }
    }
}
