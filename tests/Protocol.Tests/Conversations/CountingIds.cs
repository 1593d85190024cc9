using System.Globalization;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Tests.Conversations;

internal sealed class CountingIds : IEventIdSource
{
    private int _last;

    public string Next() => "id" + (++_last).ToString(CultureInfo.InvariantCulture);
}
