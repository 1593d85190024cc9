using Realtime.Protocol.Audio;

namespace Realtime.Protocol.Tests.Audio;

public sealed class ResamplerTests
{
    private static readonly int[] Rates = [8_000, 16_000, 24_000];

    public static TheoryData<int, int> Pairs
    {
        get
        {
            var pairs = new TheoryData<int, int>();
            foreach (var from in Rates)
            {
                foreach (var to in Rates.Where(to => to != from))
                {
                    pairs.Add(from, to);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_tone_below_two_fifths_of_the_lower_rate_keeps_60_dB_over_everything_else(int from, int to)
    {
        var lower = Math.Min(from, to);
        foreach (var part in (double[])[0.01, 0.05, 0.123, 0.25, 0.333, 0.38, 0.399])
        {
            var hertz = part * lower;
            var output = Resample(Tone.Make(hertz, from, from), from, to);

            Tone.SignalToNoise(output.AsSpan(to / 20, to / 2), hertz, to).ShouldBeGreaterThan(60, $"{hertz} Hz, {from} to {to}");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_tone_keeps_its_level_within_a_hundredth(int from, int to)
    {
        foreach (var part in (double[])[0.02, 0.2, 0.399])
        {
            var hertz = part * Math.Min(from, to);
            var output = Resample(Tone.Make(hertz, from, from), from, to);

            Tone.Power(output.AsSpan(to / 20, to / 2)).ShouldBe(16_000.0 * 16_000 / 2, 16_000.0 * 16_000 / 100);
        }
    }

    [Theory]
    [InlineData(24_000, 16_000)]
    [InlineData(24_000, 8_000)]
    [InlineData(16_000, 8_000)]
    public void What_the_lower_rate_cannot_carry_folds_back_at_least_46_dB_down(int from, int to)
    {
        for (var hertz = to / 2.0; hertz < from / 2.0; hertz += 97)
        {
            var input = Tone.Make(hertz, from, from);
            var output = Resample(input, from, to);

            var suppression = 10 * Math.Log10(Tone.Power(input) / Math.Max(Tone.Power(output.AsSpan(to / 20, to / 2)), 1e-9));
            suppression.ShouldBeGreaterThan(46, $"{hertz} Hz, {from} to {to}");
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_stream_comes_out_the_same_however_it_was_cut(int from, int to)
    {
        var input = new short[from];
        var random = new Random(7);
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = (short)random.Next(short.MinValue, short.MaxValue + 1);
        }

        var whole = Resample(input, from, to);
        foreach (var longest in (int[])[1, 3, 160, 2_000])
        {
            var resampler = new Resampler(from, to);
            var output = new short[resampler.MaxOutput(input.Length) + longest];
            var written = 0;
            for (var at = 0; at < input.Length;)
            {
                var count = Math.Min(random.Next(1, longest + 1), input.Length - at);
                written += resampler.Process(input.AsSpan(at, count), output.AsSpan(written));
                at += count;
            }

            output.AsSpan(0, written).SequenceEqual(whole).ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void As_much_comes_out_as_the_rates_say_and_the_delay_can_be_flushed(int from, int to)
    {
        var resampler = new Resampler(from, to);
        var output = new short[resampler.MaxOutput(from) + resampler.MaxOutput(resampler.Delay)];

        var count = resampler.Process(Tone.Make(300, from, from), output);
        var tail = resampler.Flush(output.AsSpan(count));

        count.ShouldBe(to);
        ((double)tail / to).ShouldBe((double)resampler.Delay / from, 1.0 / Math.Min(from, to));
        Tone.SignalToNoise(output.AsSpan(count - (to / 4), to / 4), 300, to).ShouldBeGreaterThan(60);
    }

    [Fact]
    public void The_loudest_samples_do_not_wrap_around()
    {
        var square = new short[24_000];
        for (var i = 0; i < square.Length; i++)
        {
            square[i] = i / 60 % 2 == 0 ? short.MaxValue : short.MinValue;
        }

        var output = Resample(square, 24_000, 16_000);

        // Two samples apart, across a rising edge, the sign never turns twice.
        Enumerable.Range(1, output.Length - 2).Count(i => output[i] < -20_000 && output[i - 1] > 20_000 && output[i + 1] > 20_000).ShouldBe(0);
        output.Max().ShouldBe(short.MaxValue);
    }

    private static short[] Resample(short[] input, int from, int to)
    {
        var resampler = new Resampler(from, to);
        var output = new short[resampler.MaxOutput(input.Length)];
        return output[..resampler.Process(input, output)];
    }
}
