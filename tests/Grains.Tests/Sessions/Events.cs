using System.Text;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Tests.Sessions;

/// <summary>Makes and reads event messages.</summary>
internal static class Events
{
    public static EventMessage Message(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return new EventMessage(EventScanner.ScanType(bytes), bytes);
    }

    public static string Text(in EventMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
