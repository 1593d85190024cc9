using Realtime.Simulator.Tests.Support;
using Realtime.Simulator.Vad;

namespace Realtime.Simulator.Tests.Units;

public sealed class SpeechDetectorTests
{
    private static readonly VadSettings Settings = new(0.5, 300, 200);

    [Fact]
    public void Hear_finds_the_beginning_and_the_end_of_speech()
    {
        var signals = Hear(Settings, [.. new short[12000], .. Sound.ToneSamples(400, 24000), .. new short[12000]]);

        signals.ShouldBe([(VadSignal.Started, 540), (VadSignal.Stopped, 1100)]);
    }

    [Fact]
    public void Hear_takes_a_short_pause_for_part_of_the_speech()
    {
        var signals = Hear(Settings, [.. Sound.ToneSamples(400, 24000), .. new short[24 * 150], .. Sound.ToneSamples(400, 24000), .. new short[24 * 250]]);

        signals.Select(signal => signal.Signal).ShouldBe([VadSignal.Started, VadSignal.Stopped]);
    }

    [Fact]
    public void Hear_takes_one_click_for_nothing() =>
        Hear(Settings, [.. new short[2400], .. Sound.ToneSamples(20, 24000), .. new short[24000]]).ShouldBeEmpty();

    [Theory]
    [InlineData(0.3, 0.012, true)]
    [InlineData(0.5, 0.012, false)]
    [InlineData(0.5, 0.03, true)]
    [InlineData(0.9, 0.018, false)]
    public void Hear_judges_loudness_by_the_threshold(double threshold, double loudness, bool isSpeech) =>
        Hear(Settings with { Threshold = threshold }, Sound.ToneSamples(500, 24000, loudness)).Count.ShouldBe(isSpeech ? 1 : 0);

    private static List<(VadSignal Signal, double AtMs)> Hear(VadSettings settings, short[] samples)
    {
        var detector = new SpeechDetector();
        var found = new List<(VadSignal, double)>();
        for (var at = 0; at + 480 <= samples.Length; at += 480)
        {
            var end = (at + 480) / 24.0;
            var signal = detector.Hear(samples.AsSpan(at, 480), end, settings);
            if (signal != VadSignal.None)
            {
                found.Add((signal, end));
            }
        }

        return found;
    }
}
