namespace Realtime.Simulator.Audio;

/// <summary>How audio samples are written on the wire.</summary>
internal enum AudioEncoding
{
    /// <summary>Signed 16-bit little-endian samples.</summary>
    Pcm16,

    /// <summary>G.711 µ-law, one byte a sample.</summary>
    MuLaw,

    /// <summary>G.711 A-law, one byte a sample.</summary>
    ALaw,
}
