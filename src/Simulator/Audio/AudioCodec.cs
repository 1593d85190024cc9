using System.Buffers.Binary;

namespace Realtime.Simulator.Audio;

/// <summary>Turns bytes of a format into samples and back.</summary>
internal static class AudioCodec
{
    /// <summary>Decodes whole samples; a trailing half sample is left out.</summary>
    public static short[] Decode(ReadOnlySpan<byte> bytes, AudioEncoding encoding)
    {
        var samples = new short[encoding == AudioEncoding.Pcm16 ? bytes.Length / 2 : bytes.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = encoding switch
            {
                AudioEncoding.MuLaw => G711.DecodeMuLaw(bytes[i]),
                AudioEncoding.ALaw => G711.DecodeALaw(bytes[i]),
                _ => BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * 2)..]),
            };
        }

        return samples;
    }

    public static byte[] Encode(ReadOnlySpan<short> samples, AudioEncoding encoding)
    {
        var bytes = new byte[encoding == AudioEncoding.Pcm16 ? samples.Length * 2 : samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            switch (encoding)
            {
                case AudioEncoding.MuLaw:
                    bytes[i] = G711.EncodeMuLaw(samples[i]);
                    break;
                case AudioEncoding.ALaw:
                    bytes[i] = G711.EncodeALaw(samples[i]);
                    break;
                default:
                    BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * 2), samples[i]);
                    break;
            }
        }

        return bytes;
    }
}
