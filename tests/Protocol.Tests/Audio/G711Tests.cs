using Realtime.Protocol.Audio;

namespace Realtime.Protocol.Tests.Audio;

public sealed class G711Tests
{
    [Theory]
    [InlineData(AudioEncoding.MuLaw, 0x80, 32_124)] // ITU-T G.711, table 2a: the largest value is 8031 of 14 bits
    [InlineData(AudioEncoding.MuLaw, 0x00, -32_124)]
    [InlineData(AudioEncoding.MuLaw, 0xFF, 0)]
    [InlineData(AudioEncoding.MuLaw, 0x7F, 0)]
    [InlineData(AudioEncoding.MuLaw, 0xFE, 8)]
    [InlineData(AudioEncoding.ALaw, 0xAA, 32_256)] // table 1a: the largest value is 4032 of 13 bits
    [InlineData(AudioEncoding.ALaw, 0x2A, -32_256)]
    [InlineData(AudioEncoding.ALaw, 0xD5, 8)]
    [InlineData(AudioEncoding.ALaw, 0x55, -8)]
    public void Codes_stand_for_the_samples_of_the_standard(AudioEncoding law, byte code, short sample)
    {
        Decode(code, law).ShouldBe(sample);
        if (sample != 0)
        {
            Encode(sample, law).ShouldBe(code);
        }
    }

    [Theory]
    [InlineData(AudioEncoding.MuLaw)]
    [InlineData(AudioEncoding.ALaw)]
    public void Every_sample_gets_a_code_whose_value_is_near(AudioEncoding law)
    {
        for (var sample = (int)short.MinValue; sample <= short.MaxValue; sample += 7)
        {
            var error = Math.Abs(Decode(Encode((short)sample, law), law) - sample);
            error.ShouldBeLessThanOrEqualTo((Math.Abs(sample) / 30) + 16, $"{sample}");
        }
    }

    [Theory]
    [InlineData(AudioEncoding.MuLaw)]
    [InlineData(AudioEncoding.ALaw)]
    public void A_tone_keeps_30_dB(AudioEncoding law)
    {
        foreach (var amplitude in (double[])[1_000, 8_000, 30_000])
        {
            var samples = Tone.Make(1_004, 8_000, 8_000, amplitude);
            var codes = new byte[samples.Length];
            G711.Encode(samples, codes, law);
            G711.Decode(codes, samples, law);

            Tone.SignalToNoise(samples, 1_004, 8_000).ShouldBeGreaterThan(30);
        }
    }

    private static short Decode(byte code, AudioEncoding law)
    {
        var sample = new short[1];
        G711.Decode([code], sample, law);
        return sample[0];
    }

    private static byte Encode(short sample, AudioEncoding law)
    {
        var code = new byte[1];
        G711.Encode([sample], code, law);
        return code[0];
    }
}
