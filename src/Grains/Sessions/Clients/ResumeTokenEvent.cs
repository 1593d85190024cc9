using System.Buffers;
using System.Text.Json;

namespace Realtime.Grains.Sessions.Clients;

/// <summary>The event by which a browser's page learns its token: <c>session.resume_token</c>.</summary>
internal static class ResumeTokenEvent
{
    /// <summary>Writes the event.</summary>
    /// <param name="eventId">Its id.</param>
    /// <param name="token">The token.</param>
    /// <param name="window">For how long a lost client may return.</param>
    /// <returns>The event.</returns>
    public static byte[] Write(string eventId, string token, TimeSpan window)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "session.resume_token"u8);
            writer.WriteString("event_id"u8, eventId);
            writer.WriteString("resume_token"u8, token);
            writer.WriteNumber("resume_window_seconds"u8, window.TotalSeconds);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
