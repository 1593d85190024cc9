using System.Numerics;
using System.Runtime.InteropServices;

namespace Realtime.Protocol.Audio;

/// <summary>
/// Changes the rate of a stream of samples. What comes out does not depend on how the stream was cut into pieces, bit for bit. Nothing is
/// allocated after construction. One instance serves one stream.
/// </summary>
public sealed class Resampler
{
    private const int BlockLength = 512;

    private readonly ResamplerKernel _kernel;
    private readonly float[] _window;
    private readonly int _history;
    private readonly int _wholeStep;
    private readonly int _phaseStep;
    private int _next;
    private int _phase;

    /// <summary>Initializes a new instance of the <see cref="Resampler"/> class.</summary>
    /// <param name="from">The rate that comes in, in Hz.</param>
    /// <param name="to">The rate that goes out, in Hz.</param>
    public Resampler(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        _kernel = ResamplerKernel.For(from, to);
        _history = _kernel.Length - 1;
        _window = new float[_history + BlockLength];
        (_wholeStep, _phaseStep) = Math.DivRem(_kernel.Step, _kernel.Phases);
    }

    /// <summary>Gets by how many input samples the output lags: 3.5 ms of the lower rate at 8 kHz, 1.75 ms at 16 kHz.</summary>
    public int Delay => _kernel.Length / 2;

    /// <summary>Tells how many samples at most come out for as many that go in.</summary>
    /// <param name="count">How many samples go in.</param>
    /// <returns>The count.</returns>
    public int MaxOutput(int count) => (int)(((long)count * _kernel.Phases / _kernel.Step) + 1);

    /// <summary>Takes the next samples.</summary>
    /// <param name="input">The samples.</param>
    /// <param name="output">Takes what comes out, at most <see cref="MaxOutput"/> samples.</param>
    /// <returns>How many samples came out.</returns>
    public int Process(ReadOnlySpan<short> input, Span<short> output)
    {
        var written = 0;
        while (!input.IsEmpty)
        {
            var count = Math.Min(input.Length, BlockLength);
            Widen(input[..count], _window.AsSpan(_history));
            written += Filter(count, output[written..]);
            _window.AsSpan(count, _history).CopyTo(_window);
            input = input[count..];
        }

        return written;
    }

    /// <summary>Brings out what the filter still holds, as at the end of a stream, by letting silence follow.</summary>
    /// <param name="output">Takes what comes out, at most <see cref="MaxOutput"/> of <see cref="Delay"/> samples.</param>
    /// <returns>How many samples came out.</returns>
    public int Flush(Span<short> output)
    {
        ReadOnlySpan<short> silence = stackalloc short[BlockLength];
        var written = 0;
        for (var left = Delay; left > 0; left -= BlockLength)
        {
            written += Process(silence[..Math.Min(left, BlockLength)], output[written..]);
        }

        return written;
    }

    /// <summary>Forgets the stream: what comes next is the beginning of another.</summary>
    public void Reset()
    {
        Array.Clear(_window);
        (_next, _phase) = (0, 0);
    }

    private static void Widen(ReadOnlySpan<short> samples, Span<float> floats)
    {
        var i = 0;
        for (; i <= samples.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(samples[i..]), out var low, out var high);
            Vector.ConvertToSingle(low).CopyTo(floats[i..]);
            Vector.ConvertToSingle(high).CopyTo(floats[(i + Vector<int>.Count)..]);
        }

        for (; i < samples.Length; i++)
        {
            floats[i] = samples[i];
        }
    }

    private static float Dot(ReadOnlySpan<float> samples, ReadOnlySpan<float> taps)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(samples);
        var right = MemoryMarshal.Cast<float, Vector<float>>(taps);
        var even = Vector<float>.Zero;
        var odd = Vector<float>.Zero;
        var i = 0;
        for (; i < left.Length - 1; i += 2)
        {
            even += left[i] * right[i];
            odd += left[i + 1] * right[i + 1];
        }

        if (i < left.Length)
        {
            even += left[i] * right[i];
        }

        var sum = Vector.Sum(even + odd);
        for (i = left.Length * Vector<float>.Count; i < samples.Length; i++)
        {
            sum += samples[i] * taps[i];
        }

        return sum;
    }

    private int Filter(int count, Span<short> output)
    {
        var written = 0;
        while (_next < count)
        {
            var sum = Dot(_window.AsSpan(_next, _kernel.Length), _kernel.Taps(_phase));
            output[written++] = (short)Math.Clamp(MathF.Round(sum), short.MinValue, short.MaxValue);
            _next += _wholeStep;
            _phase += _phaseStep;
            if (_phase >= _kernel.Phases)
            {
                _phase -= _kernel.Phases;
                _next++;
            }
        }

        _next -= count;
        return written;
    }
}
