namespace Realtime.Grains.Sessions.Stages.Guarding;

/// <summary>
/// How far the model's text and speech may go. Text goes when a good piece behind it has been judged with it, so that nothing that is found can have
/// begun before; speech goes when the text that it can at most have told has gone.
/// </summary>
internal static class OutputWindow
{
    /// <summary>How many characters come between two questions.</summary>
    public const int Step = 32;

    /// <summary>How many characters before the piece in question an engine gets to read with it.</summary>
    public const int Context = 200;

    // What is looked for in speech, as numbers of cards and addresses, is not longer.
    private const int Tail = 40;

    // Nobody speaks more than 25 characters a second, so audio of this length for each character tells no more than the text.
    private const double MsPerCharacter = 40;

    /// <summary>Gets up to where a text may go, of which all has passed so far.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A place between two words.</returns>
    public static int SafeEnd(string text)
    {
        var end = text.Length - Tail;
        return end <= 0 ? 0 : text.LastIndexOf(' ', end) + 1;
    }

    /// <summary>Says whether audio may go, or be left out.</summary>
    /// <param name="held">The audio.</param>
    /// <param name="part">Its content part.</param>
    /// <returns>Whether.</returns>
    public static bool CanHear(HeldServerEvent held, OutputPart part) =>
        part.HasPassed || IsSilenced(held) || (held.TextEnd <= part.Released && held.AudioEndMs <= part.Released * MsPerCharacter);

    /// <summary>Says whether audio is left out because words in it are masked, or may be.</summary>
    /// <param name="held">The audio.</param>
    /// <returns>Whether.</returns>
    public static bool IsSilenced(HeldServerEvent held) => held.Part?.SilentFrom is { } from
        && (held.TextEnd + Tail > from || held.AudioEndMs > from * MsPerCharacter);

    /// <summary>Puts a masked piece into what waits.</summary>
    /// <param name="response">The response.</param>
    /// <param name="part">The content part.</param>
    /// <param name="text">Its text when it was asked about.</param>
    /// <param name="masked">The masked piece, of all behind what was let go.</param>
    /// <param name="isLast">Whether no more text comes.</param>
    public static void Mask(HeldResponse response, OutputPart part, string text, string masked, bool isLast)
    {
        var original = text[part.Released..];
        var prefix = original.AsSpan().CommonPrefixLength(masked);
        var suffix = 0;
        while (suffix < Math.Min(original.Length, masked.Length) - prefix && original[^(suffix + 1)] == masked[^(suffix + 1)])
        {
            suffix++;
        }

        var (start, end) = (part.Released + prefix, text.Length - suffix);
        part.SilentFrom = Math.Min(part.SilentFrom ?? int.MaxValue, start);
        if (!isLast && end > SafeEnd(text))
        {
            // It may go on in what is still to come: what stands before it may go, the rest waits for the next question.
            part.Released = Math.Max(part.Released, Math.Min(start, SafeEnd(text)));
            return;
        }

        var middle = masked[prefix..(masked.Length - suffix)];
        part.Mask(start, end, middle);
        part.Released = Math.Max(isLast ? text.Length : SafeEnd(text), Rewrite(response, part, text, start, end, middle));
    }

    // The first event that tells some of the piece tells its mask, the others that tell more of it nothing.
    private static int Rewrite(HeldResponse response, OutputPart part, string text, int start, int end, string middle)
    {
        HeldServerEvent? first = null;
        var (from, last) = (0, end);
        foreach (var held in response.Queue.Where(held => held.Part == part && held.Fields.Text is not null && held.TextEnd > 0))
        {
            var begin = held.TextEnd - held.Fields.Text!.Length;
            if (held.TextEnd <= start || begin >= end)
            {
                continue;
            }

            last = Math.Max(last, held.TextEnd);
            if (first is null)
            {
                (first, from) = (held, begin);
            }
            else
            {
                held.IsDropped = true;
            }
        }

        if (first is not null)
        {
            last = Math.Min(last, text.Length);
            first.Masked = text[from..Math.Max(from, start)] + middle + text[end..last];
        }

        return last;
    }
}
