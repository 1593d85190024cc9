using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Realtime.Configuration;
using Realtime.Configuration.Source;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions;
using Realtime.Grains.Sessions.Stages.Guarding;
using Realtime.Guardrails;
using Realtime.Guardrails.Running;
using Realtime.Guardrails.Selection;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Tests.Sessions.Guarding;

/// <summary>A guarded session whose client and provider are the test's.</summary>
internal sealed class GuardedTalk : ISessionOutput
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private readonly SessionPipeline _pipeline;
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _client = [];
    private readonly List<JsonObject> _upstream = [];

    public GuardedTalk(GuardrailMode mode, Func<GuardrailEntry, GuardrailEntry>? with = null, bool answersUnasked = false, GuardState? kept = null, bool mayAnswerUnasked = false)
        : this([mode], with, answersUnasked, kept, mayAnswerUnasked)
    {
    }

    public GuardedTalk(GuardrailMode[] modes, Func<GuardrailEntry, GuardrailEntry>? with = null, bool answersUnasked = false, GuardState? kept = null, bool mayAnswerUnasked = false)
    {
        var entry = new GuardrailEntry { Name = "g", Engine = "own", Modes = modes, Parameters = new ConfigMapping(new SourcePosition("", 1, 1), []) };
        Guard = new GuardrailSetup
        {
            Guardrails = new GuardrailSet([new Guardrail(with?.Invoke(entry) ?? entry, Engine)], new GuardrailCaller { Model = "voice" }),
            Runner = new GuardrailRunner(new GuardrailMetrics(_services.GetRequiredService<IMeterFactory>()), Time, NullLogger<GuardrailRunner>.Instance),
            Metrics = new GuardrailMetrics(_services.GetRequiredService<IMeterFactory>()),
            AnswersUnasked = answersUnasked,
            MayAnswerUnasked = mayAnswerUnasked,
            Kept = kept,
        };
        Stage = new GuardrailStage(Guard, Setups.Setup(Time));
        Stage.Follow(() => Provider);
        _pipeline = new SessionPipeline([Stage], null, null, sameForm: true, this);
    }

    public GuardrailSetup Guard { get; }

    public GuardrailStage Stage { get; }

    public ScriptedEngine Engine { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    /// <summary>Gets or sets the present provider.</summary>
    public string Provider { get; set; } = ProviderNames.OpenAI;

    public SessionEnd? Ended { get; private set; }

    public IReadOnlyList<JsonObject> Client => Read(_client);

    public IReadOnlyList<JsonObject> Upstream => Read(_upstream);

    public IEnumerable<string> ClientTypes => Client.Select(Type);

    public IEnumerable<string> UpstreamTypes => Upstream.Select(Type);

    public static string Type(JsonObject json) => (string)json["type"]!;

    public static string Item(string text) =>
        $$$"""{"type":"conversation.item.create","event_id":"e1","item":{"type":"message","role":"user","content":[{"type":"input_text","text":"{{{text}}}"}]}}""";

    /// <summary>Takes what another silo needs to know, when no event is under way.</summary>
    public GuardState Keep() => _pipeline.Read(Stage.Keep);

    public void ClientSends(params string[] events)
    {
        foreach (var json in events)
        {
            var message = Events.Message(json);
            if (_pipeline.WantsFromClient(message.Type))
            {
                _pipeline.FromClient(message);
            }
            else
            {
                ((ISessionOutput)this).ToUpstream(message);
            }
        }
    }

    public void ProviderSends(params string[] events)
    {
        foreach (var json in events)
        {
            var message = Events.Message(json);
            if (_pipeline.WantsFromUpstream(message.Type))
            {
                _pipeline.FromUpstream(message);
            }
            else
            {
                ((ISessionOutput)this).ToClient(message);
            }
        }
    }

    /// <summary>Waits until it is so.</summary>
    public async Task UntilAsync(Func<GuardedTalk, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline, TimeProvider.System);
        while (!condition(this))
        {
            deadline.IsCancellationRequested.ShouldBeFalse(
                $"client got\n{string.Join('\n', Client.Select(json => json.ToJsonString()))}\nprovider got\n{string.Join('\n', Upstream.Select(json => json.ToJsonString()))}");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    /// <summary>Waits until the client has an event of a type, and gives the last of them.</summary>
    public async Task<JsonObject> ClientGetsAsync(string type)
    {
        await UntilAsync(talk => talk.ClientTypes.Contains(type));
        return Client.Last(json => Type(json) == type);
    }

    /// <summary>Waits until the provider has an event of a type, and gives the last of them.</summary>
    public async Task<JsonObject> ProviderGetsAsync(string type)
    {
        await UntilAsync(talk => talk.UpstreamTypes.Contains(type));
        return Upstream.Last(json => Type(json) == type);
    }

    void ISessionOutput.ToClient(in EventMessage message) => Add(_client, message);

    void ISessionOutput.ToUpstream(in EventMessage message) => Add(_upstream, message);

    void ISessionOutput.Start(Func<CancellationToken, Task> work)
    {
        var cancel = TestContext.Current.CancellationToken;
        _ = Task.Run(() => work(cancel), cancel);
    }

    void ISessionOutput.End(SessionEnd end, EventMessage? error) => Ended = end;

    private void Add(List<JsonObject> to, in EventMessage message)
    {
        var json = JsonNode.Parse(message.Payload.Span)!.AsObject();
        lock (_gate)
        {
            to.Add(json);
        }
    }

    private JsonObject[] Read(List<JsonObject> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}
