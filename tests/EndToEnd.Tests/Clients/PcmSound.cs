namespace Realtime.EndToEnd.Tests.Clients;

/// <summary>Sound that counts as speech, and silence: PCM16, mono, 24 kHz.</summary>
internal static class PcmSound
{
    private const int Rate = 24_000;
    private const int BytesPerSample = 2;

    /// <summary>Bursts of a tone with short pauses, as loud as a voice near a microphone.</summary>
    public static byte[] Speech(int milliseconds)
    {
        var samples = new short[Rate * milliseconds / 1000];
        for (var at = 0; at < samples.Length; at++)
        {
            var isBurst = (double)at / Rate % 0.2 < 0.15;
            samples[at] = (short)(isBurst ? 9_000 * Math.Sin(2 * Math.PI * 220 * at / Rate) : 0);
        }

        return [.. samples.SelectMany(BitConverter.GetBytes)];
    }

    public static byte[] Silence(int milliseconds) => new byte[Rate * milliseconds / 1000 * BytesPerSample];

    public static int Milliseconds(int bytes) => (int)(bytes / (BytesPerSample * (double)Rate) * 1000);
}
