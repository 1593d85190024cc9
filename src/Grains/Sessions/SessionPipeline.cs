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
    private readonly IEdgeTranslator? _upstreamEdge;
    private readonly ISessionOutput _output;
    private readonly bool _verbatim;
    private readonly EventTypeSet _clientTypes;
    private readonly EventTypeSet _serverTypes;
    private readonly EventTypeSet _clientStageTypes;
    private readonly EventTypeSet _serverStageTypes;
    private readonly EdgeSink? _clientSink;
    private readonly EdgeSink? _upstreamSink;
    private readonly EdgeSink? _toClientSink;
    private readonly EdgeSink? _toUpstreamSink;
    private readonly Lock _gate = new();

    private ReadOnlyMemory<byte> _current;
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
        _upstreamEdge = upstreamEdge;
        _verbatim = sameForm && clientEdge is not null;
        _output = output;
        _contexts = new StageContext[_stages.Length];
        for (var index = 0; index < _stages.Length; index++)
        {
            _contexts[index] = new StageContext(this, index);
            _clientStageTypes = _clientStageTypes.Union(_stages[index].ClientTypes);
            _serverStageTypes = _serverStageTypes.Union(_stages[index].ServerTypes);
        }

        _clientTypes = _clientStageTypes.Union(clientEdge?.WireTypes ?? default).Union(upstreamEdge?.CanonicalTypes ?? default);
        _serverTypes = _serverStageTypes.Union(upstreamEdge?.WireTypes ?? default).Union(clientEdge?.CanonicalTypes ?? default);
        if (clientEdge is not null)
        {
            _clientSink = new EdgeSink(ForwardFromClient, _output.ToClient);
            _toClientSink = new EdgeSink(_output.ToClient, ReplyFromClientEdge);
        }

        if (upstreamEdge is not null)
        {
            _upstreamSink = new EdgeSink(ForwardFromUpstream, _output.ToUpstream);
            _toUpstreamSink = new EdgeSink(_output.ToUpstream, ReplyFromUpstreamEdge);
        }
    }

    private delegate void Next(in EventMessage message);

    /// <summary>Tells whether a client message of this type must go through <see cref="FromClient"/>.</summary>
    /// <param name="type">The type in the client's form.</param>
    /// <returns>Whether; otherwise the message goes on as the bytes it came as.</returns>
    public bool WantsFromClient(RealtimeEventType type) => _clientTypes.Contains(type);

    /// <summary>Tells whether a provider's message of this type must go through <see cref="FromUpstream"/>.</summary>
    /// <param name="type">The type in the provider's form.</param>
    /// <returns>Whether; otherwise the message goes on as the bytes it came as.</returns>
    public bool WantsFromUpstream(RealtimeEventType type) =>
        _verbatim && IsStreamed(type) ? _serverStageTypes.Contains(CanonicalName(type)) : _serverTypes.Contains(type);

    /// <summary>Takes a message from the client.</summary>
    /// <param name="message">The message in the client's form.</param>
    public void FromClient(in EventMessage message)
    {
        lock (_gate)
        {
            Begin(message);
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
                _output.ToUpstream(message);
            }
        }
    }

    /// <summary>Takes a message from the provider.</summary>
    /// <param name="message">The message in the provider's form.</param>
    public void FromUpstream(in EventMessage message)
    {
        lock (_gate)
        {
            Begin(message);
            if (_upstreamEdge is not null && _upstreamEdge.WireTypes.Contains(message.Type))
            {
                _upstreamEdge.ToCanonical(message, _upstreamSink!);
            }
            else
            {
                ForwardFromUpstream(message);
            }

            if (PassesVerbatim)
            {
                _output.ToClient(message);
            }
        }
    }

    /// <summary>Sends a canonical event of the session's own, or one that was read before the session ran, to the client.</summary>
    /// <param name="message">The event.</param>
    public void SendToClient(in EventMessage message)
    {
        lock (_gate)
        {
            _current = default;
            RunServerStages(message, _stages.Length - 1);
        }
    }

    /// <summary>Runs work of the provider's translator that no message caused.</summary>
    /// <param name="work">The work; nothing happens when there is no translator.</param>
    public void RunUpstream(Action<IEventSink> work)
    {
        lock (_gate)
        {
            if (_upstreamSink is not null)
            {
                Begin(default);
                work(_upstreamSink);
            }
        }
    }

    /// <summary>Looks at the stages' state while no event is under way.</summary>
    /// <typeparam name="T">What is asked for.</typeparam>
    /// <param name="read">Reads it.</param>
    /// <returns>It.</returns>
    public T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Resume<T>(Action<T> then, T result)
    {
        lock (_gate)
        {
            _current = default;
            then(result);
        }
    }

    private bool PassesVerbatim => _verbatim && (_passed > 0 || _forwarded == 0);

    private static bool IsStreamed(RealtimeEventType type) => CanonicalName(type) != type;

    private static RealtimeEventType CanonicalName(RealtimeEventType type) => type switch
    {
        RealtimeEventType.ResponseAudioDelta => RealtimeEventType.ResponseOutputAudioDelta,
        RealtimeEventType.ResponseAudioTranscriptDelta => RealtimeEventType.ResponseOutputAudioTranscriptDelta,
        RealtimeEventType.ResponseTextDelta => RealtimeEventType.ResponseOutputTextDelta,
        _ => type,
    };

    private void Begin(in EventMessage message)
    {
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
        else if (_upstreamEdge is not null && _upstreamEdge.CanonicalTypes.Contains(message.Type))
        {
            _upstreamEdge.FromCanonical(message, _toUpstreamSink!);
        }
        else
        {
            _output.ToUpstream(message);
        }
    }

    private void RunServerStages(in EventMessage message, int index)
    {
        if (_serverStageTypes.Contains(message.Type))
        {
            for (; index >= 0; index--)
            {
                if (_stages[index].ServerTypes.Contains(message.Type)
                    && _stages[index].OnServer(message, _contexts[index]) == StageResult.Taken)
                {
                    return;
                }
            }
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

    private sealed class EdgeSink(Next forward, Next reply) : IEventSink
    {
        public void Forward(in EventMessage message) => forward(message);

        public void Reply(in EventMessage message) => reply(message);
    }
}
