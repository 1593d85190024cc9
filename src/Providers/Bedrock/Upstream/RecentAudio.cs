using System.Runtime.InteropServices;

namespace Realtime.Providers.Bedrock.Upstream;

/// <summary>
/// The user's audio that nobody has answered yet, so that a turn survives the stream on which it was spoken. While nobody speaks only a moment
/// of it is kept.
/// </summary>
internal sealed class RecentAudio
{
    // Quieter than this, about -44 dBFS, is no speech.
    private const double Loud = 200;
    private const int LeadMs = 300;
    private const int QuietMs = 10_000;
    private const int LongestMs = 30_000;
    private const int SlackMs = 2_000;

    private readonly List<byte> _bytes = [];
    private double _quietMs;

    /// <summary>Gets its rate; it is PCM16.</summary>
    public int Rate { get; private set; }

    /// <summary>Gets a value indicating whether somebody speaks in it.</summary>
    public bool HasSpeech { get; private set; }

    /// <summary>Adds audio.</summary>
    /// <param name="pcm">PCM16.</param>
    /// <param name="rate">Its rate; audio of another rate is forgotten.</param>
    public void Add(ReadOnlySpan<byte> pcm, int rate)
    {
        if (rate != Rate)
        {
            Clear();
            Rate = rate;
        }

        _bytes.AddRange(pcm);
        if (IsLoud(pcm))
        {
            (HasSpeech, _quietMs) = (true, 0);
        }
        else
        {
            _quietMs += Milliseconds(pcm.Length);
            HasSpeech &= _quietMs < QuietMs;
        }

        Keep(HasSpeech ? LongestMs : LeadMs);
    }

    /// <summary>Forgets it: it was answered.</summary>
    public void Clear()
    {
        _bytes.Clear();
        (HasSpeech, _quietMs) = (false, 0);
    }

    /// <summary>Gives what is to be said again, and forgets it.</summary>
    /// <returns>The audio.</returns>
    public byte[] Take()
    {
        byte[] audio = [.. _bytes];
        Clear();
        return audio;
    }

    private static bool IsLoud(ReadOnlySpan<byte> pcm)
    {
        var samples = MemoryMarshal.Cast<byte, short>(pcm);
        double sum = 0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return sum > Loud * Loud * samples.Length;
    }

    // Cut seldom, since every cut moves what is left.
    private void Keep(int milliseconds)
    {
        var most = milliseconds * Rate / 1000 * sizeof(short);
        var slack = Math.Min(milliseconds, SlackMs) * Rate / 1000 * sizeof(short);
        if (_bytes.Count > most + slack)
        {
            _bytes.RemoveRange(0, _bytes.Count - most);
        }
    }

    private double Milliseconds(int bytes) => bytes * 1000.0 / (Rate * sizeof(short));
}
