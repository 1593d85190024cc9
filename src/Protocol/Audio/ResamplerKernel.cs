using System.Collections.Concurrent;

namespace Realtime.Protocol.Audio;

/// <summary>
/// The low-pass filter of a change of rate, cut into its phases: a sinc under a Kaiser window. It passes what lies below 0.4 of the lower rate
/// and lets through nothing above half of it (80 dB each way).
/// </summary>
internal sealed class ResamplerKernel
{
    // Kaiser's formula gives 50 taps at the lower rate for a transition of a tenth of it and 80 dB; a few more keep rounding away from the edges.
    private const int TapsAtLowerRate = 56;
    private const double Beta = 7.865;
    private const double Cutoff = 0.45;

    private static readonly ConcurrentDictionary<(int From, int To), ResamplerKernel> Made = new();

    private readonly float[] _taps;

    private ResamplerKernel(int from, int to)
    {
        var divisor = GreatestDivisor(from, to);
        Phases = to / divisor;
        Step = from / divisor;
        var lower = (double)Math.Min(from, to) / from;
        Length = (int)Math.Ceiling(TapsAtLowerRate / lower / 8) * 8;
        _taps = new float[Phases * Length];
        for (var phase = 0; phase < Phases; phase++)
        {
            Design(_taps.AsSpan(phase * Length, Length), (double)phase / Phases, Cutoff * lower);
        }
    }

    /// <summary>Gets how many phases there are: the output's rate without the divisor that both rates share.</summary>
    public int Phases { get; }

    /// <summary>Gets how far an output sample lies behind the one before it, in phases of an input sample.</summary>
    public int Step { get; }

    /// <summary>Gets how many input samples make an output sample. The delay is half of them.</summary>
    public int Length { get; }

    /// <summary>Gets the kernel of two rates; it is made once.</summary>
    /// <param name="from">The rate that comes in, in Hz.</param>
    /// <param name="to">The rate that goes out, in Hz.</param>
    /// <returns>The kernel.</returns>
    public static ResamplerKernel For(int from, int to) => Made.GetOrAdd((from, to), rates => new ResamplerKernel(rates.From, rates.To));

    /// <summary>Gets the taps of a phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <returns>A weight for each of <see cref="Length"/> input samples, the oldest first.</returns>
    public ReadOnlySpan<float> Taps(int phase) => _taps.AsSpan(phase * Length, Length);

    private static int GreatestDivisor(int a, int b) => b == 0 ? a : GreatestDivisor(b, a % b);

    private static void Design(Span<float> taps, double offset, double cutoff)
    {
        Span<double> exact = stackalloc double[taps.Length];
        var half = taps.Length / 2.0;
        var sum = 0.0;
        for (var i = 0; i < taps.Length; i++)
        {
            var time = offset + half - 1 - i;
            exact[i] = Sinc(2 * cutoff * time) * Kaiser(time / half);
            sum += exact[i];
        }

        // Each phase passes a constant level alike, else the level would ripple at the rate of the phases.
        for (var i = 0; i < taps.Length; i++)
        {
            taps[i] = (float)(exact[i] / sum);
        }
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Kaiser(double x) => Math.Abs(x) >= 1 ? 0 : Bessel(Beta * Math.Sqrt(1 - (x * x))) / Bessel(Beta);

    // The modified Bessel function of order zero, by its power series.
    private static double Bessel(double x)
    {
        var sum = 1.0;
        var term = 1.0;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
