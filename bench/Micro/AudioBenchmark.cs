using System.Buffers;
using System.Globalization;
using System.Text;
using Realtime.Protocol.Audio;

namespace Realtime.Bench.Micro;

/// <summary>What it costs to change the format of audio, in frames of 20 ms from base64 to base64.</summary>
internal static class AudioBenchmark
{
    private const int FramesPerSecond = 50;

    private static readonly (AudioFormat From, AudioFormat To)[] Pairs =
    [
        (AudioFormat.Pcm24k, AudioFormat.Pcm16k), (AudioFormat.Pcm16k, AudioFormat.Pcm24k), (AudioFormat.Pcm24k, AudioFormat.Pcm8k),
        (AudioFormat.Pcm8k, AudioFormat.Pcm24k), (AudioFormat.Pcm16k, AudioFormat.Pcm8k), (AudioFormat.Pcm8k, AudioFormat.Pcm16k),
        (AudioFormat.MuLaw, AudioFormat.Pcm16k), (AudioFormat.Pcm24k, AudioFormat.MuLaw), (AudioFormat.ALaw, AudioFormat.Pcm24k),
    ];

    public static void Run(TextWriter output)
    {
        output.WriteLine("| from | to | µs a frame of 20 ms | times real time, one core |");
        output.WriteLine("| --- | --- | ---: | ---: |");
        foreach (var (from, to) in Pairs)
        {
            var micros = CpuClock.Microseconds(Work(from, to));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {from.Encoding} {from.Rate} | {to.Encoding} {to.Rate} | {micros:0.00} | {20_000 / micros:0} |"));
        }
    }

    private static Action Work(AudioFormat from, AudioFormat to)
    {
        var frame = new byte[from.BytesPerSecond / FramesPerSecond];
        new Random(1).NextBytes(frame);
        var base64 = Encoding.ASCII.GetBytes(Convert.ToBase64String(frame));
        var transcoder = new AudioTranscoder(from, to);
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        return () =>
        {
            output.ResetWrittenCount();
            transcoder.TryTranscodeBase64(base64, output);
        };
    }
}
