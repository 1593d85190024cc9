using Realtime.Protocol.Events;

namespace Realtime.Providers.Tests.XAI;

internal sealed class CountingIds : IEventIdSource
{
    private int _next;

    public string Next() => $"own_{++_next}";
}
