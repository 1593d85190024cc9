using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Sessions;

/// <summary>
/// The upstream end of a session's pipeline for one connection: its translator, which types must go through the pipeline because of it, and where
/// its messages go. It is exchanged whole.
/// </summary>
internal sealed class UpstreamEdge
{
    private readonly EventTypeSet _serverStageTypes;

    /// <summary>Initializes a new instance of the <see cref="UpstreamEdge"/> class.</summary>
    /// <param name="translator">Translates the provider's form; null when it is the canonical one.</param>
    /// <param name="isVerbatim">Whether untouched messages pass byte for byte, since the client speaks the same form.</param>
    /// <param name="clientTypes">What stages and the client's edge want of the client's messages.</param>
    /// <param name="serverTypes">What stages and the client's edge want of the provider's messages.</param>
    /// <param name="serverStageTypes">What stages want of the provider's messages.</param>
    /// <param name="output">Takes messages in the provider's form.</param>
    /// <param name="toClient">Takes canonical events from the provider, through the stages.</param>
    /// <param name="reply">Takes canonical events for the client that answer the client's.</param>
    public UpstreamEdge(
        IEdgeTranslator? translator,
        bool isVerbatim,
        EventTypeSet clientTypes,
        EventTypeSet serverTypes,
        EventTypeSet serverStageTypes,
        MessageAction output,
        MessageAction toClient,
        MessageAction reply)
    {
        Translator = translator;
        IsVerbatim = isVerbatim;
        ClientTypes = clientTypes.Union(translator?.CanonicalTypes ?? default);
        ServerTypes = serverTypes.Union(translator?.WireTypes ?? default);
        _serverStageTypes = serverStageTypes;
        Output = output;
        FromWire = new EdgeSink(toClient, output);
        ToWire = new EdgeSink(output, reply);
    }

    /// <summary>Gets the translator; null when the provider speaks the canonical form.</summary>
    public IEdgeTranslator? Translator { get; }

    /// <summary>Gets a value indicating whether untouched messages pass byte for byte though both sides speak another form than the canonical one.</summary>
    public bool IsVerbatim { get; }

    /// <summary>Gets the client's types that must go through the pipeline.</summary>
    public EventTypeSet ClientTypes { get; }

    /// <summary>Gets the provider's types that must go through the pipeline.</summary>
    public EventTypeSet ServerTypes { get; }

    /// <summary>Gets where messages in the provider's form go.</summary>
    public MessageAction Output { get; }

    /// <summary>Gets what takes the translation of the provider's messages.</summary>
    public IEventSink FromWire { get; }

    /// <summary>Gets what takes the translation of messages to the provider.</summary>
    public IEventSink ToWire { get; }

    /// <summary>Tells whether a provider's message of this type must go through the pipeline.</summary>
    /// <param name="type">The type in the provider's form.</param>
    /// <returns>Whether; otherwise the message goes on as the bytes it came as.</returns>
    public bool WantsFromUpstream(RealtimeEventType type) =>
        IsVerbatim && CanonicalName(type) is var name && name != type ? _serverStageTypes.Contains(name) : ServerTypes.Contains(type);

    private static RealtimeEventType CanonicalName(RealtimeEventType type) => type switch
    {
        RealtimeEventType.ResponseAudioDelta => RealtimeEventType.ResponseOutputAudioDelta,
        RealtimeEventType.ResponseAudioTranscriptDelta => RealtimeEventType.ResponseOutputAudioTranscriptDelta,
        RealtimeEventType.ResponseTextDelta => RealtimeEventType.ResponseOutputTextDelta,
        _ => type,
    };
}
