namespace Realtime.Protocol.Audio;

/// <summary>How audio is written: an encoding and a rate. It is always mono.</summary>
/// <param name="Encoding">How samples are written.</param>
/// <param name="Rate">Samples a second.</param>
public readonly record struct AudioFormat(AudioEncoding Encoding, int Rate)
{
    private const int G711Rate = 8_000;

    /// <summary>Gets PCM16 at 24 kHz, OpenAI's default.</summary>
    public static AudioFormat Pcm24k => new(AudioEncoding.Pcm16, 24_000);

    /// <summary>Gets PCM16 at 16 kHz, what Gemini and Nova Sonic hear.</summary>
    public static AudioFormat Pcm16k => new(AudioEncoding.Pcm16, 16_000);

    /// <summary>Gets PCM16 at 8 kHz.</summary>
    public static AudioFormat Pcm8k => new(AudioEncoding.Pcm16, 8_000);

    /// <summary>Gets G.711 µ-law at 8 kHz.</summary>
    public static AudioFormat MuLaw => new(AudioEncoding.MuLaw, G711Rate);

    /// <summary>Gets G.711 A-law at 8 kHz.</summary>
    public static AudioFormat ALaw => new(AudioEncoding.ALaw, G711Rate);

    /// <summary>Gets how many bytes a sample takes.</summary>
    public int BytesPerSample => Encoding == AudioEncoding.Pcm16 ? sizeof(short) : 1;

    /// <summary>Gets how many bytes a second takes.</summary>
    public int BytesPerSecond => Rate * BytesPerSample;

    /// <summary>Reads a format as the OpenAI Realtime protocol names it.</summary>
    /// <param name="type"><c>audio/pcm</c>, <c>audio/pcmu</c> or <c>audio/pcma</c>.</param>
    /// <param name="rate">The rate in Hz where PCM names one; null for 24 kHz. G.711 is always at 8 kHz.</param>
    /// <returns>The format; null where the type or the rate is none that can be had.</returns>
    public static AudioFormat? FromName(string? type, int? rate = null) => (type, rate) switch
    {
        ("audio/pcm", null or 24_000) => Pcm24k,
        ("audio/pcm", 16_000) => Pcm16k,
        ("audio/pcm", 8_000) => Pcm8k,
        ("audio/pcmu", null or G711Rate) => MuLaw,
        ("audio/pcma", null or G711Rate) => ALaw,
        _ => null,
    };

    /// <summary>Tells how long audio of this format lasts.</summary>
    /// <param name="bytes">Its length in bytes.</param>
    /// <returns>The time.</returns>
    public TimeSpan Duration(long bytes) => TimeSpan.FromTicks(bytes * TimeSpan.TicksPerSecond / BytesPerSecond);

    /// <summary>Tells how many bytes of whole samples a time takes.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The length in bytes.</returns>
    public int Bytes(TimeSpan time) => (int)(time.Ticks * Rate / TimeSpan.TicksPerSecond) * BytesPerSample;
}
