namespace Realtime.Simulator.Audio;

/// <summary>Speaks text as soft tones, one a word, so that a listener hears rhythm and length though there is no speech synthesis.</summary>
internal static class ToneVoice
{
    private const int Rate = 24000;
    private const double Loudness = 0.25 * short.MaxValue;

    // A pentatonic scale: whatever follows whatever, it sounds friendly.
    private static readonly double[] Notes = [261.63, 293.66, 329.63, 392.00, 440.00, 523.25];

    /// <summary>Makes the audio of one word: longer words last longer, 120 to 420 ms with the pause after it.</summary>
    public static AudioClip Speak(string word)
    {
        var length = word.Trim().Length;
        var sound = Rate * (90 + (Math.Min(length, 12) * 22)) / 1000;
        var pause = Rate * 40 / 1000;
        var samples = new short[sound + pause];
        var note = Notes[Pitch(word)];
        for (var i = 0; i < sound; i++)
        {
            var envelope = Math.Sin(Math.PI * i / sound);
            var wave = Math.Sin(2 * Math.PI * note * i / Rate) + (0.3 * Math.Sin(4 * Math.PI * note * i / Rate));
            samples[i] = (short)(Loudness * envelope * wave / 1.3);
        }

        return new(samples, Rate);
    }

    private static int Pitch(string word)
    {
        var sum = 0;
        foreach (var letter in word)
        {
            sum = ((sum * 31) + letter) & 0xFFFF;
        }

        return sum % Notes.Length;
    }
}
