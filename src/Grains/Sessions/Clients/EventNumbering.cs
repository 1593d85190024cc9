using System.Buffers;
using System.Text;
using Realtime.Protocol.Events;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>Gives events an <c>event_id</c> that come without one, so that a client can name the last one it has.</summary>
internal static class EventNumbering
{
    /// <summary>Makes a copy of an event with an id.</summary>
    /// <param name="utf8">The event.</param>
    /// <param name="ids">Makes the id.</param>
    /// <param name="buffer">Rented memory with the copy; the caller gives it back.</param>
    /// <param name="length">The copy's length.</param>
    /// <returns>Whether there is a copy; false when the event has an id already, or is no object with members.</returns>
    public static bool TryAdd(ReadOnlySpan<byte> utf8, IEventIdSource ids, out byte[] buffer, out int length)
    {
        var scan = EventScanner.Scan(utf8);
        var start = utf8.IndexOf((byte)'{') + 1;
        if (scan.Status != EventScanStatus.Ok || scan.HasEventId || start == 0)
        {
            buffer = [];
            length = 0;
            return false;
        }

        const int room = 64;
        buffer = ArrayPool<byte>.Shared.Rent(utf8.Length + room);
        utf8[..start].CopyTo(buffer);
        length = start;
        length += Encoding.UTF8.GetBytes($"\"event_id\":\"{ids.Next()}\",", buffer.AsSpan(length));
        utf8[start..].CopyTo(buffer.AsSpan(length));
        length += utf8.Length - start;
        return true;
    }
}
