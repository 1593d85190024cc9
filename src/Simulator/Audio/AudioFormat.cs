namespace Realtime.Simulator.Audio;

/// <summary>An encoding and a rate; always mono.</summary>
/// <param name="Encoding">How samples are written.</param>
/// <param name="Rate">Samples a second.</param>
internal readonly record struct AudioFormat(AudioEncoding Encoding, int Rate)
{
    /// <summary>PCM16 at 24 kHz, the protocol's default.</summary>
    public static AudioFormat Pcm24 => new(AudioEncoding.Pcm16, 24000);

    /// <summary>G.711 µ-law, always 8 kHz.</summary>
    public static AudioFormat MuLaw => new(AudioEncoding.MuLaw, 8000);

    /// <summary>G.711 A-law, always 8 kHz.</summary>
    public static AudioFormat ALaw => new(AudioEncoding.ALaw, 8000);

    /// <summary>Bytes one sample takes.</summary>
    public int BytesPerSample => Encoding == AudioEncoding.Pcm16 ? 2 : 1;
}
