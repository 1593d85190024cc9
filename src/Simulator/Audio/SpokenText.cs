using System.Text;

namespace Realtime.Simulator.Audio;

/// <summary>
/// Speech that a program can understand: text as a row of tones, robust against G.711, other rates and the cutting of turns. The
/// simulator hears it as the words that are in it, so a test can say anything by voice.
/// </summary>
public static class SpokenText
{
    /// <summary>The rate of <see cref="Speak"/>, in samples a second.</summary>
    public const int Rate = 24000;

    private const double LeadMs = 60;
    private const double SymbolMs = 25;
    private const double LeadTone = 500;
    private const int Onset = 1200;
    private const int LongestText = 255;

    /// <summary>Makes the audio of a text: PCM16 little-endian mono at 24 kHz, about 50 ms a letter, with no silence around it.</summary>
    /// <param name="text">The text, at most 255 bytes in UTF-8.</param>
    /// <returns>The audio.</returns>
    public static byte[] Speak(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, LongestText, nameof(text));
        var samples = new List<short>();
        AddTone(samples, LeadTone, LeadMs);
        foreach (var value in (byte[])[(byte)bytes.Length, .. bytes, Checksum(bytes)])
        {
            AddTone(samples, Tone(value >> 4), SymbolMs);
            AddTone(samples, Tone(value & 0x0F), SymbolMs);
        }

        return AudioCodec.Encode(samples.ToArray(), AudioEncoding.Pcm16);
    }

    /// <summary>Reads the text in a clip; null when there is none, as in human speech.</summary>
    internal static string? Read(AudioClip clip)
    {
        var samples = clip.Samples;
        var onset = 0;
        while (onset < samples.Length && Math.Abs((int)samples[onset]) < Onset)
        {
            onset++;
        }

        var rate = clip.Rate;
        if (!IsLead(Window(samples, onset, rate, 10, LeadMs - 20), rate) || ReadByte(samples, onset, rate, 0) is not { } length)
        {
            return null;
        }

        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            if (ReadByte(samples, onset, rate, i + 1) is not { } value)
            {
                return null;
            }

            bytes[i] = value;
        }

        return ReadByte(samples, onset, rate, length + 1) == Checksum(bytes) ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static double Tone(int nibble) => 740 + (nibble * 120);

    private static byte Checksum(byte[] bytes) => (byte)bytes.Aggregate(0x5A, (sum, value) => ((sum * 3) + value) & 0xFF);

    private static void AddTone(List<short> samples, double hertz, double ms)
    {
        var count = (int)(Rate * ms / 1000);
        for (var i = 0; i < count; i++)
        {
            // A sine that begins at its top: the onset is sharp.
            samples.Add((short)(0.3 * short.MaxValue * Math.Cos(2 * Math.PI * hertz * i / Rate)));
        }
    }

    private static byte? ReadByte(ReadOnlySpan<short> samples, int onset, int rate, int index)
    {
        var high = ReadNibble(samples, onset, rate, index * 2);
        var low = ReadNibble(samples, onset, rate, (index * 2) + 1);
        return high is null || low is null ? null : (byte)((high << 4) | low);
    }

    private static int? ReadNibble(ReadOnlySpan<short> samples, int onset, int rate, int symbol)
    {
        var window = Window(samples, onset, rate, LeadMs + (symbol * SymbolMs) + 4, SymbolMs - 8);
        if (window.IsEmpty)
        {
            return null;
        }

        var best = 0;
        var strongest = -1.0;
        for (var nibble = 0; nibble < 16; nibble++)
        {
            var power = Power(window, Tone(nibble), rate);
            (best, strongest) = power > strongest ? (nibble, power) : (best, strongest);
        }

        return best;
    }

    private static ReadOnlySpan<short> Window(ReadOnlySpan<short> samples, int onset, int rate, double atMs, double lengthMs)
    {
        var first = onset + (int)(atMs * rate / 1000);
        var length = (int)(lengthMs * rate / 1000);
        return first + length <= samples.Length ? samples.Slice(first, length) : [];
    }

    private static bool IsLead(ReadOnlySpan<short> window, int rate)
    {
        double energy = 0;
        foreach (var sample in window)
        {
            energy += (double)sample * sample;
        }

        // For a pure tone the Goertzel power is half of length times energy.
        return !window.IsEmpty && Power(window, LeadTone, rate) > 0.35 * window.Length * energy;
    }

    // Goertzel's algorithm.
    private static double Power(ReadOnlySpan<short> window, double hertz, int rate)
    {
        var factor = 2 * Math.Cos(2 * Math.PI * hertz / rate);
        double last = 0;
        double beforeLast = 0;
        foreach (var sample in window)
        {
            (last, beforeLast) = (sample + (factor * last) - beforeLast, last);
        }

        return (last * last) + (beforeLast * beforeLast) - (factor * last * beforeLast);
    }
}
