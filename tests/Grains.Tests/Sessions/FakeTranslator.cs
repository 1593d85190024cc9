using System.Text;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Grains.Tests.Sessions;

/// <summary>A translator of a made-up protocol whose messages are the canonical ones with a prefix, and that does what the test says when it is opened.</summary>
internal sealed class FakeTranslator : IUpstreamTranslator
{
    public const string Prefix = "wire:";

    public Action<UpstreamStart, IUpstreamHost, IEventSink> OnOpen { get; init; } = (_, _, _) => { };

    public Action<string, IEventSink>? OnMessage { get; init; }

    public UpstreamStart? Start { get; private set; }

    public IUpstreamHost? Host { get; private set; }

    public EventTypeSet WireTypes => EventTypeSet.All;

    public EventTypeSet CanonicalTypes => EventTypeSet.All;

    public void Open(UpstreamStart start, IUpstreamHost host, IEventSink sink)
    {
        (Start, Host) = (start, host);
        OnOpen(start, host, sink);
    }

    public void ToCanonical(in EventMessage message, IEventSink sink)
    {
        var text = Events.Text(message);
        if (OnMessage is not null)
        {
            OnMessage(text, sink);
        }
        else
        {
            sink.Forward(Events.Message(text[Prefix.Length..]));
        }
    }

    public void FromCanonical(in EventMessage message, IEventSink sink) =>
        sink.Forward(new EventMessage(RealtimeEventType.Unknown, Encoding.UTF8.GetBytes(Prefix + Events.Text(message))));
}
