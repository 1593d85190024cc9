using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Bench.Micro;

/// <summary>A session that does nothing.</summary>
internal sealed class Nowhere : IUpstreamHost, IEventSink
{
    public static IEventSink Sink { get; } = new Nowhere();

    public TimeProvider Time => TimeProvider.System;

    public IDisposable Schedule(TimeSpan delay, Action<IEventSink> work) => new MemoryStream();

    public void RequestRenewal(UpstreamRenewal renewal)
    {
        // Nobody renews.
    }

    public void Carry(object? state)
    {
        // Nobody follows.
    }

    public void Forward(in EventMessage message)
    {
        // It is measured up to here.
    }

    public void Reply(in EventMessage message)
    {
        // It is measured up to here.
    }
}
