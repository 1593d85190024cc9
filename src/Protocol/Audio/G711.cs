namespace Realtime.Protocol.Audio;

/// <summary>The two companding laws of ITU-T G.711, by table.</summary>
public static class G711
{
    // µ-law codes 14-bit samples with a bias, A-law 13-bit ones; both tables take the 16-bit sample's bits as their index.
    private const int MuLawBias = 0x84;
    private const int MuLawLargest = 32_635;
    private const int ALawToggle = 0x55;

    private static readonly short[] MuLawSamples = Samples(MuLawSample);
    private static readonly short[] ALawSamples = Samples(ALawSample);
    private static readonly byte[] MuLawCodes = Codes(MuLawCode);
    private static readonly byte[] ALawCodes = Codes(ALawCode);

    /// <summary>Decodes.</summary>
    /// <param name="codes">The bytes.</param>
    /// <param name="samples">Takes as many samples.</param>
    /// <param name="encoding">The law.</param>
    public static void Decode(ReadOnlySpan<byte> codes, Span<short> samples, AudioEncoding encoding)
    {
        var table = encoding == AudioEncoding.ALaw ? ALawSamples : MuLawSamples;
        for (var i = 0; i < codes.Length; i++)
        {
            samples[i] = table[codes[i]];
        }
    }

    /// <summary>Encodes.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="codes">Takes as many bytes.</param>
    /// <param name="encoding">The law.</param>
    public static void Encode(ReadOnlySpan<short> samples, Span<byte> codes, AudioEncoding encoding)
    {
        var table = encoding == AudioEncoding.ALaw ? ALawCodes : MuLawCodes;
        for (var i = 0; i < samples.Length; i++)
        {
            codes[i] = table[(ushort)samples[i]];
        }
    }

    private static short[] Samples(Func<byte, short> sample) =>
        [.. Enumerable.Range(0, byte.MaxValue + 1).Select(code => sample((byte)code))];

    private static byte[] Codes(Func<short, byte> code) =>
        [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(bits => code((short)(ushort)bits))];

    private static short MuLawSample(byte code)
    {
        var bits = ~code;
        var magnitude = ((((bits & 0x0F) << 3) + MuLawBias) << ((bits >> 4) & 0x07)) - MuLawBias;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static byte MuLawCode(short sample)
    {
        var magnitude = Math.Min(Math.Abs((int)sample), MuLawLargest) + MuLawBias;
        var segment = int.Log2(magnitude) - 7;
        var code = (segment << 4) | ((magnitude >> (segment + 3)) & 0x0F);
        return (byte)~(code | (sample < 0 ? 0x80 : 0));
    }

    private static short ALawSample(byte code)
    {
        var bits = code ^ ALawToggle;
        var segment = (bits >> 4) & 0x07;
        var magnitude = ((bits & 0x0F) << 4) + 8;
        magnitude = segment == 0 ? magnitude : (magnitude + 0x100) << (segment - 1);
        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static byte ALawCode(short sample)
    {
        // The negative half is the positive one's mirror around minus a half: -1 falls where 0 does.
        var magnitude = (sample < 0 ? ~sample : sample) >> 4;
        var segment = magnitude < 16 ? 0 : int.Log2(magnitude) - 3;
        var code = (segment << 4) | ((magnitude >> Math.Max(segment - 1, 0)) & 0x0F);
        return (byte)((code | (sample < 0 ? 0 : 0x80)) ^ ALawToggle);
    }
}
