namespace Realtime.Simulator.Audio;

/// <summary>The two companding laws of ITU-T G.711.</summary>
internal static class G711
{
    private const int MuLawBias = 0x84;
    private const int MuLawClip = 32635;

    public static byte EncodeMuLaw(short sample)
    {
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs((int)sample), MuLawClip) + MuLawBias;
        var exponent = 7;
        for (var mask = 0x4000; exponent > 0 && (magnitude & mask) == 0; mask >>= 1)
        {
            exponent--;
        }

        var mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        return (byte)~(sign | (exponent << 4) | mantissa);
    }

    public static short DecodeMuLaw(byte code)
    {
        var value = ~code & 0xFF;
        var exponent = (value >> 4) & 0x07;
        var magnitude = ((((value & 0x0F) << 3) + MuLawBias) << exponent) - MuLawBias;
        return (short)((value & 0x80) != 0 ? -magnitude : magnitude);
    }

    public static byte EncodeALaw(short sample)
    {
        var positive = sample >= 0;
        var magnitude = Math.Min(positive ? sample : -sample - 1, short.MaxValue) >> 3;
        var exponent = 0;
        for (var limit = 0x1F; exponent < 7 && magnitude > limit; limit = (limit << 1) | 1)
        {
            exponent++;
        }

        var mantissa = (magnitude >> Math.Max(exponent, 1)) & 0x0F;
        var code = (exponent << 4) | mantissa | (positive ? 0x80 : 0);
        return (byte)(code ^ 0x55);
    }

    public static short DecodeALaw(byte code)
    {
        var value = code ^ 0x55;
        var exponent = (value >> 4) & 0x07;
        var magnitude = ((value & 0x0F) << 4) + 8;
        if (exponent > 0)
        {
            magnitude = (magnitude + 0x100) << (exponent - 1);
        }

        return (short)((value & 0x80) != 0 ? magnitude : -magnitude);
    }
}
