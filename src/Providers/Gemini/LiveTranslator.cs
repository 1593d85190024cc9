using System.Text.Json.Nodes;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini.Client;
using Realtime.Providers.Gemini.Input;
using Realtime.Providers.Gemini.Items;
using Realtime.Providers.Gemini.Models;
using Realtime.Providers.Gemini.Output;
using Realtime.Providers.Gemini.Responses;
using Realtime.Providers.Gemini.Server;
using Realtime.Providers.Gemini.Settings;
using Realtime.Providers.Json;

namespace Realtime.Providers.Gemini;

/// <summary>
/// The edge between a session and the Live API of Gemini, on AI Studio and on Vertex AI. The tables of what becomes what stand in
/// <c>docs/providers/gemini.md</c>.
/// </summary>
/// <remarks>
/// Source: Google's Live API reference (<c>BidiGenerateContent</c>) and the OpenAI Realtime API reference. A connection takes exactly one
/// <c>setup</c>; what changes it later needs a fresh connection, which the session is asked for.
/// </remarks>
internal sealed class LiveTranslator : IUpstreamTranslator
{
    private static readonly TimeSpan SettingsWait = TimeSpan.FromSeconds(1);

    private readonly LiveState _state;
    private readonly SessionEvents _session;
    private readonly ItemEvents _items;
    private readonly ClientEvents _client;
    private readonly ServerMessages _server;
    private readonly UserTurns _turns;
    private readonly string _model;
    private readonly ISetupTrust _trust;
    private readonly Queue<EventMessage> _waiting = [];
    private IReadOnlyList<JsonObject> _history = [];
    private LiveMemory? _before;
    private IDisposable? _setupTimer;
    private int _updates;
    private bool _isTold;
    private bool _isDeferred;
    private bool _isReady;
    private bool _isBusy;

    /// <summary>Initializes a new instance of the <see cref="LiveTranslator"/> class.</summary>
    /// <param name="traits">The model.</param>
    /// <param name="model">The model's name, as the client sees it.</param>
    /// <param name="voices">The deployment's <c>voice_map</c>.</param>
    /// <param name="ids">Makes ids.</param>
    /// <param name="trust">Whether the service is known to take the deployment's setups.</param>
    public LiveTranslator(
        ModelTraits traits, string model, IReadOnlyDictionary<string, string> voices, IEventIdSource ids, ISetupTrust trust)
    {
        _model = model;
        _trust = trust;
        _state = new LiveState(traits, new LiveOutput(ids));
        var usage = new UsageMeter();
        var gate = new AnswerGate();
        var writer = new ResponseWriter(_state, usage);
        _turns = new UserTurns(_state);
        var flow = new AnswerFlow(_state, writer, _turns, usage);
        var input = new InputAudio(_state, _turns) { HandedOver = gate.Close };
        _server = new ServerMessages(_state, writer, flow, _turns, gate, usage);
        _session = new SessionEvents(_state, input, voices);
        _items = new ItemEvents(_state);
        _client = new ClientEvents(_state, _session, _items, new ResponseEvents(_state, flow, gate, _server), input);
    }

    /// <inheritdoc/>
    public EventTypeSet WireTypes => EventTypeSet.All;

    /// <inheritdoc/>
    public EventTypeSet CanonicalTypes => EventTypeSet.All;

    /// <inheritdoc/>
    public void Open(UpstreamStart start, IUpstreamHost host, IEventSink sink)
    {
        _state.Host = host;
        _state.Schedule = (delay, work) => host.Schedule(delay, later =>
        {
            if (Begin(later, fromClient: false))
            {
                work();
                End(later);
            }
        });
        _state.ConversationId = "conv_" + start.SessionId[(start.SessionId.IndexOf('_') + 1)..];
        var before = start.Carried as LiveMemory;
        string? known = null;
        var handle = before?.TryHandle(_state.Traits.SetupModel, out known);
        _state.Memory = before?.Successor(handle is not null) ?? new LiveMemory();
        _before = handle is null ? null : before;
        var session = SessionDefaults.Create(start.SessionId, _model);
        if (!start.Settings.IsEmpty && JsonTree.Parse(start.Settings) is { } settings)
        {
            session = SettingsMerge.Apply(session, settings);
        }

        _session.Begin(session);
        _turns.StartAt(_state.Memory.AudioMs);
        var items = HistorySeed.Items(start.History);
        foreach (var item in items)
        {
            _items.Restore(item);
        }

        _history = handle is null ? items : Since(items, known);

        host.Carry(_state.Memory);
        _state.Output.Use(sink, fromClient: false);
        if (!start.IsReplacement && start.Settings.IsEmpty && _trust.IsTrusted)
        {
            // A setup is sent once, so that it waits for the client's settings. Where the service may refuse the key or the model, it does not:
            // the client is to learn that before its session begins.
            _isDeferred = true;
            _isTold = true;
            _session.Tell(RealtimeEventType.SessionCreated);
            _setupTimer = _state.Schedule(SettingsWait, SendDeferredSetup);
        }
        else
        {
            _session.SendSetup(handle, _history.Count > 0);
        }

        _state.Output.Use(null, fromClient: false);
    }

    /// <inheritdoc/>
    public void ToCanonical(in EventMessage message, IEventSink sink)
    {
        if (Begin(sink, fromClient: false))
        {
            if (_server.Handle(message) && !_isReady)
            {
                Ready();
            }

            End(sink);
        }
    }

    /// <inheritdoc/>
    public void FromCanonical(in EventMessage message, IEventSink sink)
    {
        if (_isDeferred && Begin(sink, fromClient: true))
        {
            Deferred(message);
            End(sink, fromClient: true);
            return;
        }

        if (!_isReady || !Begin(sink, fromClient: true))
        {
            // Nothing but the setup may go before the service has taken it; and what a stage answers to an event waits until that is through.
            _waiting.Enqueue(message with { Payload = message.Payload.ToArray() });
            return;
        }

        _client.Handle(message);
        End(sink, fromClient: true);
    }

    // What was said after the service gave the handle it does not know. The restricted generation takes it at the next answer.
    private IReadOnlyList<JsonObject> Since(IReadOnlyList<JsonObject> items, string? known)
    {
        if (!_state.Traits.TakesContent)
        {
            return [];
        }

        var at = 0;
        for (var i = 0; i < items.Count; i++)
        {
            at = known is not null && items[i].Text("id") == known ? i + 1 : at;
        }

        return known is not null && at == 0 ? [] : [.. items.Skip(at)];
    }

    private void Deferred(in EventMessage message)
    {
        if (message.Type != RealtimeEventType.SessionUpdate)
        {
            _waiting.Enqueue(message with { Payload = message.Payload.ToArray() });
            SendDeferredSetup();
        }
        else if (JsonTree.Parse(message.Payload) is { } update && _session.TryApply(update))
        {
            _updates++;
            SendDeferredSetup();
        }
    }

    private void SendDeferredSetup()
    {
        _setupTimer?.Dispose();
        if (_isDeferred)
        {
            _isDeferred = false;
            _session.SendSetup(null, isSeeded: false);
        }
    }

    private bool Begin(IEventSink sink, bool fromClient)
    {
        if (_isBusy)
        {
            return false;
        }

        _isBusy = true;
        _state.Output.Use(sink, fromClient);
        return true;
    }

    private void End(IEventSink sink, bool fromClient = false)
    {
        _state.Output.Use(sink, fromClient);
        while (_isReady && _waiting.TryDequeue(out var message))
        {
            _client.Handle(message);
        }

        _state.Output.Use(null, fromClient: false);
        _isBusy = false;
    }

    private void Ready()
    {
        _isReady = true;
        _before?.Resumed();
        _before = null;
        _trust.Taken();
        if (!_isTold)
        {
            _session.Tell(RealtimeEventType.SessionCreated);
        }

        for (; _updates > 0; _updates--)
        {
            _session.Tell(RealtimeEventType.SessionUpdated);
        }

        var turns = HistorySeed.Turns(_history);
        if (turns.Count > 0)
        {
            // The restricted generation wants the history closed, which starts no answer there.
            _state.Output.Send("clientContent", new JsonObject { ["turns"] = turns, ["turnComplete"] = !_state.Traits.TakesContent });
        }

        _history = [];
    }
}
