namespace Realtime.Protocol.Audio;

/// <summary>How the samples of mono audio are written.</summary>
public enum AudioEncoding
{
    /// <summary>Signed 16-bit little-endian samples.</summary>
    Pcm16 = 0,

    /// <summary>ITU-T G.711 µ-law, one byte a sample.</summary>
    MuLaw = 1,

    /// <summary>ITU-T G.711 A-law, one byte a sample.</summary>
    ALaw = 2,
}
