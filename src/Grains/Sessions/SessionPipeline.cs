using Realtime.Grains.Interfaces.Sessions;
using Realtime.Grains.Sessions.Stages;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Sessions;

/// <summary>
/// The way of an event between the client's edge and the provider's: client form → canonical → stages → provider's form, and back
/// in reverse order. Types that no edge and no stage wants never come here; <see cref="WantsFromClient"/> and
/// <see cref="WantsFromUpstream"/> say so with one test of a bit.
/// </summary>
/// <remarks>
/// Both pumps of a session come here, so every entry takes the session's lock; what runs under it is synchronous and only adds to
/// the outputs. Where client and provider speak the same form other than the canonical one, stages still see canonical events, and
/// the original bytes go on unless a stage took the event.
/// </remarks>
internal sealed class SessionPipeline
{
    private readonly ISessionStage[] _stages;
    private readonly StageContext[] _contexts;
    private readonly IEdgeTranslator? _clientEdge;
    private readonly ISessionOutput _output;
    private readonly EventTypeSet _clientTypes;
    private readonly EventTypeSet _serverTypes;
    private readonly EventTypeSet _clientStageTypes;
    private readonly EventTypeSet _serverStageTypes;
    private readonly EdgeSink? _clientSink;
    private readonly EdgeSink? _toClientSink;

    private volatile UpstreamEdge _up;
    private volatile UpstreamEdge _down;
    private ReadOnlyMemory<byte> _current;
    private bool _isOver;
    private bool _verbatim;
    private int _forwarded;
    private int _passed;

    /// <summary>Initializes a new instance of the <see cref="SessionPipeline"/> class.</summary>
    /// <param name="stages">The stages, the one nearest to the client first.</param>
    /// <param name="clientEdge">Translates the client's form; null when it is the canonical one.</param>
    /// <param name="upstreamEdge">Translates the provider's form; null when it is the canonical one.</param>
    /// <param name="sameForm">Whether both edges translate the same form, so that untouched frames pass byte for byte.</param>
    /// <param name="output">The two ends.</param>
    public SessionPipeline(
        IReadOnlyList<ISessionStage> stages,
        IEdgeTranslator? clientEdge,
        IEdgeTranslator? upstreamEdge,
        bool sameForm,
        ISessionOutput output)
    {
        _stages = [.. stages];
        _clientEdge = clientEdge;
        _output = output;
        _contexts = new StageContext[_stages.Length];
        for (var index = 0; index < _stages.Length; index++)
        {
            _contexts[index] = new StageContext(this, index);
            _clientStageTypes = _clientStageTypes.Union(_stages[index].ClientTypes);
            _serverStageTypes = _serverStageTypes.Union(_stages[index].ServerTypes);
        }

        _clientTypes = _clientStageTypes.Union(clientEdge?.WireTypes ?? default);
        _serverTypes = _serverStageTypes.Union(clientEdge?.CanonicalTypes ?? default);
        if (clientEdge is not null)
        {
            _clientSink = new EdgeSink(ForwardFromClient, _output.ToClient);
            _toClientSink = new EdgeSink(_output.ToClient, ReplyFromClientEdge);
        }

        _up = _down = CreateEdge(upstreamEdge, sameForm, _output.ToUpstream);
    }

    /// <summary>Gets the pipeline's lock, for what must not come between two events. It may be taken again inside.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Gets how many stages, the ones nearest to the provider, do not see events of the session's own.</summary>
    public int OwnSkips { get; init; }

    /// <summary>Gets the index of the stage that counts what the provider has done.</summary>
    public int Counter { get; init; }

    /// <summary>Gets the edge that client messages go to.</summary>
    public UpstreamEdge Upward => _up;

    /// <summary>Makes the upstream end for a connection.</summary>
    /// <param name="translator">Translates the provider's form; null when it is the canonical one.</param>
    /// <param name="sameForm">Whether the client speaks the same form, so that untouched frames pass byte for byte.</param>
    /// <param name="output">Takes messages in the provider's form.</param>
    /// <returns>The edge.</returns>
    public UpstreamEdge CreateEdge(IEdgeTranslator? translator, bool sameForm, MessageAction output) => new(
        translator,
        sameForm && _clientEdge is not null,
        _clientTypes,
        _serverTypes,
        _serverStageTypes,
        output,
        ForwardFromUpstream,
        ReplyFromUpstreamEdge);

    /// <summary>Makes an edge the upstream end, in both directions.</summary>
    /// <param name="edge">The edge.</param>
    public void Use(UpstreamEdge edge)
    {
        lock (Gate)
        {
            _up = _down = edge;
        }
    }

    /// <summary>Sends what comes from the client to another edge; what comes from the present one still goes to the client.</summary>
    /// <param name="edge">The other edge.</param>
    public void Redirect(UpstreamEdge edge)
    {
        lock (Gate)
        {
            _up = edge;
        }
    }

    /// <summary>
    /// Lets nothing go down to the client any more: the session is over, and what its provider still says is heard by the stages up to
    /// <see cref="Counter"/> alone, since it is to be paid for.
    /// </summary>
    public void EndClient()
    {
        lock (Gate)
        {
            _isOver = true;
        }
    }

    /// <summary>Tells whether a client message of this type must go through <see cref="FromClient"/>.</summary>
    /// <param name="type">The type in the client's form.</param>
    /// <returns>Whether; otherwise the message goes on as the bytes it came as.</returns>
    public bool WantsFromClient(RealtimeEventType type) => _up.ClientTypes.Contains(type);

    /// <summary>Tells whether a provider's message of this type must go through <see cref="FromUpstream(in EventMessage)"/>.</summary>
    /// <param name="type">The type in the provider's form.</param>
    /// <returns>Whether; otherwise the message goes on as the bytes it came as.</returns>
    public bool WantsFromUpstream(RealtimeEventType type) => _down.WantsFromUpstream(type);

    /// <summary>Takes a message from the client.</summary>
    /// <param name="message">The message in the client's form.</param>
    public void FromClient(in EventMessage message)
    {
        lock (Gate)
        {
            Begin(message, _up);
            if (_clientEdge is not null && _clientEdge.WireTypes.Contains(message.Type))
            {
                _clientEdge.ToCanonical(message, _clientSink!);
            }
            else
            {
                ForwardFromClient(message);
            }

            if (PassesVerbatim)
            {
                _up.Output(message);
            }
        }
    }

    /// <summary>Takes a message from the provider.</summary>
    /// <param name="message">The message in the provider's form.</param>
    public void FromUpstream(in EventMessage message) => FromUpstream(_down, message);

    /// <summary>Takes a message from a provider's connection; nothing happens when it has been replaced.</summary>
    /// <param name="edge">The connection's edge.</param>
    /// <param name="message">The message in the provider's form.</param>
    public void FromUpstream(UpstreamEdge edge, in EventMessage message)
    {
        lock (Gate)
        {
            if (edge != _down)
            {
                return;
            }

            Begin(message, edge);
            if (edge.Translator is { } translator && translator.WireTypes.Contains(message.Type))
            {
                translator.ToCanonical(message, edge.FromWire);
            }
            else
            {
                ForwardFromUpstream(message);
            }

            if (PassesVerbatim && !_isOver)
            {
                _output.ToClient(message);
            }
        }
    }

    /// <summary>Sends a canonical event of the session's own, or one that was read before the session ran, to the client.</summary>
    /// <param name="message">The event.</param>
    public void SendToClient(in EventMessage message)
    {
        lock (Gate)
        {
            _current = default;
            RunServerStages(message, _stages.Length - 1 - OwnSkips);
        }
    }

    /// <summary>Runs work of a provider's translator that no message caused; nothing happens when its connection has been replaced.</summary>
    /// <param name="edge">The connection's edge.</param>
    /// <param name="work">The work.</param>
    public void RunUpstream(UpstreamEdge edge, Action<IEventSink> work)
    {
        lock (Gate)
        {
            if (edge == _down)
            {
                Begin(default, edge);
                work(edge.FromWire);
            }
        }
    }

    /// <summary>Sends a canonical event up through the last stage alone: the others have seen it.</summary>
    /// <param name="message">The event.</param>
    public void SendToUpstream(in EventMessage message)
    {
        lock (Gate)
        {
            _current = default;
            RunClientStages(message, _stages.Length - 1);
        }
    }

    /// <summary>Looks at the stages' state while no event is under way.</summary>
    /// <typeparam name="T">What is asked for.</typeparam>
    /// <param name="read">Reads it.</param>
    /// <returns>It.</returns>
    public T Read<T>(Func<T> read)
    {
        lock (Gate)
        {
            return read();
        }
    }

    private void Resume<T>(Action<T> then, T result)
    {
        lock (Gate)
        {
            _current = default;
            then(result);
        }
    }

    private bool PassesVerbatim => _verbatim && (_passed > 0 || _forwarded == 0);

    private void Begin(in EventMessage message, UpstreamEdge edge)
    {
        _verbatim = edge.IsVerbatim;
        _current = message.Payload;
        _forwarded = 0;
        _passed = 0;
    }

    private void ForwardFromClient(in EventMessage message)
    {
        Take(message);
        RunClientStages(message, 0);
    }

    private void ForwardFromUpstream(in EventMessage message)
    {
        Take(message);
        RunServerStages(message, _stages.Length - 1);
    }

    private void Take(in EventMessage message)
    {
        _current = message.Payload;
        _forwarded++;
    }

    private void ReplyFromUpstreamEdge(in EventMessage message) => RunServerStages(message, _stages.Length - 1);

    private void ReplyFromClientEdge(in EventMessage message) => RunClientStages(message, 0);

    private void RunClientStages(in EventMessage message, int index)
    {
        if (_clientStageTypes.Contains(message.Type))
        {
            for (; index < _stages.Length; index++)
            {
                if (_stages[index].ClientTypes.Contains(message.Type)
                    && _stages[index].OnClient(message, _contexts[index]) == StageResult.Taken)
                {
                    return;
                }
            }
        }

        if (_verbatim && message.Payload.Equals(_current))
        {
            _passed++;
        }
        else if (_up is var edge && edge.Translator is { } translator && translator.CanonicalTypes.Contains(message.Type))
        {
            translator.FromCanonical(message, edge.ToWire);
        }
        else
        {
            _up.Output(message);
        }
    }

    private void RunServerStages(in EventMessage message, int index)
    {
        if (_serverStageTypes.Contains(message.Type))
        {
            for (; index >= (_isOver ? Counter : 0); index--)
            {
                if (_stages[index].ServerTypes.Contains(message.Type)
                    && _stages[index].OnServer(message, _contexts[index]) == StageResult.Taken)
                {
                    return;
                }
            }
        }

        if (_isOver)
        {
            return;
        }

        if (_verbatim && message.Payload.Equals(_current))
        {
            _passed++;
        }
        else if (_clientEdge is not null && _clientEdge.CanonicalTypes.Contains(message.Type))
        {
            _clientEdge.FromCanonical(message, _toClientSink!);
        }
        else
        {
            _output.ToClient(message);
        }
    }

    private sealed class StageContext(SessionPipeline pipeline, int index) : IStageContext
    {
        public void ToUpstream(in EventMessage message) => pipeline.RunClientStages(message, index + 1);

        public void ToClient(in EventMessage message) => pipeline.RunServerStages(message, index - 1);

        public void Run<T>(Func<CancellationToken, Task<T>> work, Action<T> then) => pipeline._output.Start(async cancellationToken =>
        {
            var result = await work(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            pipeline.Resume(then, result);
        });

        public void End(SessionEnd end, EventMessage? error) => pipeline._output.End(end, error);
    }
}
