namespace Realtime.Protocol.Conversations;

/// <summary>
/// Estimates how much of a transcript was heard when its audio was truncated. The protocol removes the whole transcript then, since nothing
/// ties its words to times; a conversation that is played to another upstream would lose the sentence the user interrupted.
/// </summary>
internal static class HeardText
{
    // Ordinary speech: 150 words of 6 characters, the space included, a minute.
    private const int CharactersPerSecond = 15;

    /// <summary>Cuts a transcript after the last whole word that fits the time.</summary>
    public static string Cut(string transcript, int audioEndMs)
    {
        var fits = Math.Max(0L, audioEndMs) * CharactersPerSecond / 1000;
        if (fits >= transcript.Length)
        {
            return transcript;
        }

        var end = (int)fits;
        while (end > 0 && !char.IsWhiteSpace(transcript[end]))
        {
            end--;
        }

        return transcript[..end].TrimEnd();
    }
}
