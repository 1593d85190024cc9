using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Realtime.Protocol.Audio;

/// <summary>
/// Turns a stream of audio of one format into another, from bytes or base64 to bytes or base64. What comes out does not depend on how the
/// stream was cut, and nothing is allocated once the longest piece was seen. One instance serves one stream.
/// </summary>
/// <remarks>It reads and writes samples in the machine's own order, which is little-endian wherever .NET runs.</remarks>
public sealed class AudioTranscoder
{
    private readonly Resampler? _resampler;
    private byte[] _bytes = [];
    private short[] _samples = [];
    private short[] _resampled = [];
    private byte[] _result = [];
    private byte _half;
    private bool _hasHalf;

    /// <summary>Initializes a new instance of the <see cref="AudioTranscoder"/> class.</summary>
    /// <param name="source">The format that comes in.</param>
    /// <param name="target">The format that goes out.</param>
    public AudioTranscoder(AudioFormat source, AudioFormat target)
    {
        (Source, Target) = (source, target);
        _resampler = source.Rate == target.Rate ? null : new Resampler(source.Rate, target.Rate);
    }

    /// <summary>Gets the format that comes in.</summary>
    public AudioFormat Source { get; }

    /// <summary>Gets the format that goes out.</summary>
    public AudioFormat Target { get; }

    /// <summary>Takes the next bytes of the stream.</summary>
    /// <param name="audio">The bytes. Half a sample at the end is kept for the next call.</param>
    /// <returns>What comes out, whole samples, valid until the next call. It may be empty.</returns>
    public ReadOnlySpan<byte> Transcode(ReadOnlySpan<byte> audio)
    {
        if (Source == Target && Source.BytesPerSample == 1)
        {
            return audio;
        }

        return Convert(Samples(audio));
    }

    /// <summary>Takes the next piece of the stream in base64, as <c>input_audio_buffer.append</c> carries it.</summary>
    /// <param name="base64">The text. White space in it is left out.</param>
    /// <param name="audio">What comes out, whole samples, valid until the next call. It may be empty.</param>
    /// <returns>Whether the text was base64; the stream is as before where not.</returns>
    public bool TryTranscodeBase64(ReadOnlySpan<byte> base64, out ReadOnlySpan<byte> audio)
    {
        Grow(ref _bytes, Base64.GetMaxDecodedFromUtf8Length(base64.Length));
        if (Base64.DecodeFromUtf8(base64, _bytes, out _, out var written) != OperationStatus.Done)
        {
            audio = default;
            return false;
        }

        audio = Transcode(_bytes.AsSpan(0, written));
        return true;
    }

    /// <summary>Takes the next piece of the stream in base64 and adds what comes out to a buffer, in base64 too.</summary>
    /// <param name="base64">The text. White space in it is left out.</param>
    /// <param name="output">Takes the text of what comes out; nothing is added where nothing does.</param>
    /// <returns>Whether the text was base64; the stream is as before where not.</returns>
    public bool TryTranscodeBase64(ReadOnlySpan<byte> base64, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!TryTranscodeBase64(base64, out var audio))
        {
            return false;
        }

        if (!audio.IsEmpty)
        {
            Base64.EncodeToUtf8(audio, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(audio.Length)), out _, out var written);
            output.Advance(written);
        }

        return true;
    }

    /// <summary>Brings out what the filter still holds, at the end of a stream; a half sample is dropped. What comes next begins another.</summary>
    /// <returns>What comes out, valid until the next call. It may be empty.</returns>
    public ReadOnlySpan<byte> Flush()
    {
        _hasHalf = false;
        if (_resampler is null)
        {
            return default;
        }

        Grow(ref _resampled, _resampler.MaxOutput(_resampler.Delay));
        var count = _resampler.Flush(_resampled);
        _resampler.Reset();
        return Encode(_resampled.AsSpan(0, count));
    }

    /// <summary>Forgets the stream: what comes next is the beginning of another.</summary>
    public void Reset()
    {
        _hasHalf = false;
        _resampler?.Reset();
    }

    // Doubled, so that pieces of slowly rising length do not allocate each.
    private static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[Math.Max(length, buffer.Length * 2)];
        }
    }

    private ReadOnlySpan<short> Samples(ReadOnlySpan<byte> audio)
    {
        if (Source.BytesPerSample == 1)
        {
            Grow(ref _samples, audio.Length);
            G711.Decode(audio, _samples, Source.Encoding);
            return _samples.AsSpan(0, audio.Length);
        }

        var count = ((_hasHalf ? 1 : 0) + audio.Length) / sizeof(short);
        Grow(ref _samples, count);
        var bytes = MemoryMarshal.AsBytes(_samples.AsSpan(0, count));
        if (_hasHalf && count > 0)
        {
            bytes[0] = _half;
            bytes = bytes[1..];
            _hasHalf = false;
        }

        audio[..bytes.Length].CopyTo(bytes);
        if (audio.Length > bytes.Length)
        {
            (_half, _hasHalf) = (audio[^1], true);
        }

        return _samples.AsSpan(0, count);
    }

    private ReadOnlySpan<byte> Convert(ReadOnlySpan<short> samples)
    {
        if (_resampler is null)
        {
            return Encode(samples);
        }

        Grow(ref _resampled, _resampler.MaxOutput(samples.Length));
        return Encode(_resampled.AsSpan(0, _resampler.Process(samples, _resampled)));
    }

    private ReadOnlySpan<byte> Encode(ReadOnlySpan<short> samples)
    {
        if (Target.Encoding == AudioEncoding.Pcm16)
        {
            return MemoryMarshal.AsBytes(samples);
        }

        Grow(ref _result, samples.Length);
        G711.Encode(samples, _result, Target.Encoding);
        return _result.AsSpan(0, samples.Length);
    }
}
