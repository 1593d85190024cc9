using Realtime.Simulator.Audio;

namespace Realtime.Simulator.Responses;

/// <summary>Lays the words of a message along its sound.</summary>
internal static class SpokenScore
{
    /// <summary>Splits a text into words, each with the space before it.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var at = 1; at <= text.Length; at++)
        {
            if (at == text.Length || (text[at] == ' ' && text[at - 1] != ' '))
            {
                yield return text[start..at];
                start = at;
            }
        }
    }

    /// <summary>Makes pieces of equal length, each with the words that begin in it. Sound is made only as far as it is asked for.</summary>
    public static IEnumerable<(IReadOnlyList<string> Words, AudioClip Clip)> Pieces(PlannedOutput.Message plan, int rate, double pieceMs) =>
        plan.Voice is { } voice ? Echo(plan.Text, voice.AtRate(rate), pieceMs) : Tones(plan.Text, rate, pieceMs);

    public static AudioClip Join(AudioClip first, AudioClip second) =>
        first.Samples.IsEmpty ? second : new([.. first.Samples, .. second.AtRate(first.Rate).Samples], first.Rate);

    private static IEnumerable<(IReadOnlyList<string> Words, AudioClip Clip)> Echo(string text, AudioClip voice, double pieceMs)
    {
        var words = Words(text).ToArray();
        var pieces = Math.Max((int)Math.Ceiling(voice.DurationMs / pieceMs), 1);
        for (var piece = 0; piece < pieces; piece++)
        {
            var first = ((words.Length * piece) + pieces - 1) / pieces;
            var last = ((words.Length * (piece + 1)) + pieces - 1) / pieces;
            yield return (words[first..last], voice.Slice(piece * pieceMs, (piece + 1) * pieceMs));
        }
    }

    private static IEnumerable<(IReadOnlyList<string> Words, AudioClip Clip)> Tones(string text, int rate, double pieceMs)
    {
        var begun = new List<string>();
        var sound = AudioClip.Empty.AtRate(rate);
        foreach (var word in Words(text))
        {
            begun.Add(word);
            sound = Join(sound, ToneVoice.Speak(word).AtRate(rate));
            while (sound.DurationMs >= pieceMs)
            {
                yield return ([.. begun], sound.Slice(0, pieceMs));
                begun.Clear();
                sound = sound.Slice(pieceMs, double.MaxValue);
            }
        }

        if (begun.Count > 0 || !sound.Samples.IsEmpty)
        {
            yield return (begun, sound);
        }
    }
}
