using System.Text;
using Realtime.Simulator.Audio;
using Realtime.Simulator.Tests.Support;

namespace Realtime.Simulator.Tests.Units;

public sealed class AudioTests
{
    [Fact]
    public void G711_codes_decode_to_themselves()
    {
        for (var code = 0; code < 256; code++)
        {
            G711.EncodeALaw(G711.DecodeALaw((byte)code)).ShouldBe((byte)code);

            // µ-law has two zeros; the negative one is written as the positive.
            G711.EncodeMuLaw(G711.DecodeMuLaw((byte)code)).ShouldBe(code == 0x7F ? (byte)0xFF : (byte)code);
        }
    }

    [Theory]
    [InlineData(0, 0xFF, 0xD5)]
    [InlineData(32767, 0x80, 0xAA)]
    [InlineData(-32768, 0x00, 0x2A)]
    [InlineData(1000, 0xCE, 0xFA)]
    public void G711_codes_are_those_of_the_standard(int sample, int muLaw, int aLaw)
    {
        G711.EncodeMuLaw((short)sample).ShouldBe((byte)muLaw);
        G711.EncodeALaw((short)sample).ShouldBe((byte)aLaw);
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    [InlineData(48000)]
    public void Resampled_tone_keeps_its_length_and_loudness(int rate)
    {
        var clip = new AudioClip(Sound.ToneSamples(500, 24000), 24000).AtRate(rate);

        clip.DurationMs.ShouldBe(500, 1);
        Rms(clip.Samples).ShouldBe(Rms(Sound.ToneSamples(500, 24000)), 300);
    }

    [Theory]
    [InlineData("Hello, world", 24000, 0)]
    [InlineData("call weather {\"city\":\"Zürich\"}", 8000, 1)]
    [InlineData("a", 8000, 2)]
    [InlineData("sixteen kilohertz", 16000, 0)]
    public void Spoken_text_is_read_again_at_any_rate_and_after_silence(string text, int rate, int encoding)
    {
        var format = new AudioFormat((AudioEncoding)encoding, rate);
        var spoken = AudioClip.Decode([.. Sound.Silence(313), .. SpokenText.Speak(text), .. Sound.Silence(200)], AudioFormat.Pcm24);

        SpokenText.Read(AudioClip.Decode(spoken.Encode(format), format)).ShouldBe(text);
    }

    [Fact]
    public void Other_sounds_hold_no_text()
    {
        SpokenText.Read(new(Sound.ToneSamples(900, 24000), 24000)).ShouldBeNull();
        SpokenText.Read(AudioClip.Empty).ShouldBeNull();
        var cut = SpokenText.Speak("this text is cut off");
        SpokenText.Read(AudioClip.Decode(cut.AsSpan(0, cut.Length / 2), AudioFormat.Pcm24)).ShouldBeNull();
    }

    [Fact]
    public void Text_that_is_too_long_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => SpokenText.Speak(Encoding.UTF8.GetString([.. Enumerable.Repeat((byte)'a', 256)])));

    private static double Rms(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / samples.Length);
    }
}
