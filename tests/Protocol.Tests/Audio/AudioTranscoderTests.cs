using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using Realtime.Protocol.Audio;

namespace Realtime.Protocol.Tests.Audio;

public sealed class AudioTranscoderTests
{
    private static readonly AudioFormat[] Formats =
        [AudioFormat.Pcm24k, AudioFormat.Pcm16k, AudioFormat.Pcm8k, AudioFormat.MuLaw, AudioFormat.ALaw];

    [Fact]
    public void Audio_goes_from_any_format_to_any_other_and_keeps_its_tone()
    {
        foreach (var source in Formats)
        {
            foreach (var target in Formats)
            {
                var there = Bytes(new AudioTranscoder(AudioFormat.Pcm24k, source), MemoryMarshal.AsBytes<short>(Tone.Make(700, 24_000, 24_000)));
                var audio = Bytes(new AudioTranscoder(source, target), there);
                var pcm = new AudioTranscoder(target, target with { Encoding = AudioEncoding.Pcm16 }).Transcode(audio).ToArray();

                audio.Length.ShouldBe(target.BytesPerSecond, $"{source} to {target}");
                Tone.SignalToNoise(MemoryMarshal.Cast<byte, short>(pcm)[(target.Rate / 10)..(target.Rate / 2)], 700, target.Rate)
                    .ShouldBeGreaterThan(30, $"{source} to {target}");
            }
        }
    }

    [Fact]
    public void Pieces_that_cut_samples_in_two_make_the_same_audio()
    {
        var audio = MemoryMarshal.AsBytes<short>(Tone.Make(440, 24_000, 4_800)).ToArray();
        foreach (var target in Formats)
        {
            var whole = Bytes(new AudioTranscoder(AudioFormat.Pcm24k, target), audio);
            foreach (var length in (int[])[1, 3, 333])
            {
                var transcoder = new AudioTranscoder(AudioFormat.Pcm24k, target);
                var pieces = audio.Chunk(length).SelectMany(piece => transcoder.Transcode(piece).ToArray()).ToArray();

                pieces.ShouldBe(whole);
            }
        }
    }

    [Fact]
    public void Base64_that_is_none_is_refused_and_leaves_the_stream_as_it_was()
    {
        var transcoder = new AudioTranscoder(AudioFormat.Pcm24k, AudioFormat.Pcm16k);
        var good = Encoding.ASCII.GetBytes(Convert.ToBase64String(MemoryMarshal.AsBytes<short>(Tone.Make(440, 24_000, 480))));
        transcoder.TryTranscodeBase64(good, out var first).ShouldBeTrue();
        first.Length.ShouldBe(640);

        transcoder.TryTranscodeBase64("not base64!"u8, out _).ShouldBeFalse();
        transcoder.TryTranscodeBase64("AAA"u8, out _).ShouldBeFalse();

        transcoder.TryTranscodeBase64(good, out var second).ShouldBeTrue();
        second.Length.ShouldBe(640);
    }

    [Fact]
    public void The_end_of_a_stream_brings_out_what_the_filter_holds()
    {
        var transcoder = new AudioTranscoder(AudioFormat.Pcm24k, AudioFormat.MuLaw);
        transcoder.Transcode(MemoryMarshal.AsBytes<short>(Tone.Make(440, 24_000, 4_800))).Length.ShouldBe(1_600);

        transcoder.Flush().Length.ShouldBe(28);
        new AudioTranscoder(AudioFormat.Pcm24k, AudioFormat.Pcm24k).Flush().IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_allocated_for_a_frame_in_the_steady_state()
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        foreach (var (source, target) in Formats.SelectMany(_ => Formats, (source, target) => (source, target)))
        {
            var transcoder = new AudioTranscoder(source, target);
            var frame = new byte[source.BytesPerSecond / 50];
            new Random(3).NextBytes(frame);
            var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(frame.Length)];
            Base64.EncodeToUtf8(frame, base64, out _, out _);
            Run(transcoder, base64, output, 10);

            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(transcoder, base64, output, 200);

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0, $"{source} to {target}");
        }
    }

    [Theory]
    [InlineData("audio/pcm", null, 24_000, 2)]
    [InlineData("audio/pcm", 16_000, 16_000, 2)]
    [InlineData("audio/pcm", 8_000, 8_000, 2)]
    [InlineData("audio/pcmu", null, 8_000, 1)]
    [InlineData("audio/pcma", 8_000, 8_000, 1)]
    public void Formats_are_read_by_their_names(string type, int? rate, int expectedRate, int bytes)
    {
        var format = AudioFormat.FromName(type, rate).ShouldNotBeNull();

        (format.Rate, format.BytesPerSample).ShouldBe((expectedRate, bytes));
        format.Duration(format.BytesPerSecond).ShouldBe(TimeSpan.FromSeconds(1));
        format.Bytes(TimeSpan.FromMilliseconds(100)).ShouldBe(expectedRate * bytes / 10);
    }

    [Theory]
    [InlineData("audio/pcm", 44_100)]
    [InlineData("audio/pcmu", 16_000)]
    [InlineData("audio/opus", null)]
    [InlineData(null, null)]
    public void Formats_that_cannot_be_had_are_none(string? type, int? rate) => AudioFormat.FromName(type, rate).ShouldBeNull();

    private static byte[] Bytes(AudioTranscoder transcoder, ReadOnlySpan<byte> audio) => transcoder.Transcode(audio).ToArray();

    private static void Run(AudioTranscoder transcoder, byte[] base64, ArrayBufferWriter<byte> output, int times)
    {
        for (var i = 0; i < times; i++)
        {
            output.ResetWrittenCount();
            transcoder.TryTranscodeBase64(base64, output).ShouldBeTrue();
        }
    }
}
