using System.Text;

namespace Realtime.Bench.Wire;

/// <summary>A prepared audio event of which only the stamp (and a delta's event id) changes from one sending to the next.</summary>
public sealed class AudioFrame
{
    private const string EventIdStart = "\"event_id\":\"event_";
    private const int EventIdDigits = 16;
    private readonly int _eventId;

    private AudioFrame(string head, int totalBytes)
    {
        const string tail = "\"}";
        var audio = Math.Max(FrameStamp.Length, (totalBytes - head.Length - tail.Length) / 4 * 4);
        Bytes = Encoding.ASCII.GetBytes(head + new string('A', audio) + tail);
        StampOffset = head.Length;
        var id = head.IndexOf(EventIdStart, StringComparison.Ordinal);
        _eventId = id < 0 ? -1 : id + EventIdStart.Length;
    }

    /// <summary>The whole event as JSON.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where the audio, and thus the stamp, begins.</summary>
    public int StampOffset { get; }

    /// <summary>The place of the stamp.</summary>
    public Span<byte> Stamp => Bytes.AsSpan(StampOffset, FrameStamp.Length);

    /// <summary>A client's <c>input_audio_buffer.append</c> of about so many bytes in all (audio comes in groups of four).</summary>
    public static AudioFrame Append(int totalBytes) =>
        new("{\"type\":\"input_audio_buffer.append\",\"audio\":\"", totalBytes);

    /// <summary>A provider's <c>response.output_audio.delta</c> of about so many bytes in all.</summary>
    public static AudioFrame Delta(int totalBytes, string responseId, string itemId) =>
        new(
            $"{{\"type\":\"response.output_audio.delta\",{EventIdStart}{new string('0', EventIdDigits)}\","
            + $"\"response_id\":\"{responseId}\",\"item_id\":\"{itemId}\",\"output_index\":0,\"content_index\":0,\"delta\":\"",
            totalBytes);

    /// <summary>Gives a delta its own event id.</summary>
    public void SetEventId(long id)
    {
        if (_eventId >= 0)
        {
            id.TryFormat(Bytes.AsSpan(_eventId, EventIdDigits), out _, "x16");
        }
    }
}
