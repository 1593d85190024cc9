namespace Realtime.Bench.Upstream.Speech;

/// <summary>Finds the audio in what a gateway sends to a provider with a protocol of its own.</summary>
internal static class HeardAudio
{
    /// <summary>The text of a member, up to its closing quote; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> marker)
    {
        var at = json.IndexOf(marker);
        if (at < 0)
        {
            return [];
        }

        var text = json[(at + marker.Length)..];
        var end = text.IndexOf((byte)'"');
        return end < 0 ? [] : text[..end];
    }

    /// <summary>Whether it is nothing but silence, which a gateway puts in where its client sends nothing.</summary>
    public static bool IsSilence(ReadOnlySpan<byte> base64) => base64.TrimEnd((byte)'=').IndexOfAnyExcept((byte)'A') < 0;

    /// <summary>How many Base64 characters the same time takes at 24 kHz that these take at 16 kHz.</summary>
    public static int LengthOfAnswer(ReadOnlySpan<byte> base64) => base64.Length * 3 / 2;
}
