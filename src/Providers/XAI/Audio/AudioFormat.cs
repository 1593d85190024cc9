using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Audio;

/// <summary>How long audio of a format lasts.</summary>
/// <remarks>
/// Source: xAI's voice documentation. PCM is 16 bits a sample, one channel; G.711 is 8 bits at 8 kHz; an append of Opus is one packet, whose
/// usual length is taken, since its bytes do not tell.
/// </remarks>
/// <param name="BytesPerSecond">The rate; 0 for Opus.</param>
internal readonly record struct AudioFormat(long BytesPerSecond)
{
    private const double DefaultRate = 24_000;
    private const double HighestRate = 192_000;
    private static readonly TimeSpan OpusPacket = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets xAI's format when none was set: PCM at 24 kHz.</summary>
    public static AudioFormat Default { get; } = new(2 * (long)DefaultRate);

    /// <summary>Reads a session's format.</summary>
    /// <param name="format">The <c>format</c> object.</param>
    /// <returns>The format.</returns>
    public static AudioFormat Read(JsonObject format) => format.Text("type") switch
    {
        "audio/pcmu" or "audio/pcma" => new AudioFormat(8000),
        "audio/opus" => new AudioFormat(0),
        _ => new AudioFormat(2 * (long)Math.Clamp(format.Number("rate") ?? DefaultRate, 1, HighestRate)),
    };

    /// <summary>Measures one append.</summary>
    /// <param name="bytes">Its length, not encoded.</param>
    /// <returns>How long it lasts.</returns>
    public TimeSpan Measure(long bytes) => BytesPerSecond == 0
        ? bytes > 0 ? OpusPacket : TimeSpan.Zero
        : TimeSpan.FromTicks(bytes * TimeSpan.TicksPerSecond / BytesPerSecond);
}
