using Realtime.Protocol.Audio;

namespace Realtime.Providers.Bedrock.Upstream;

/// <summary>A spoken word that makes the first generation of the model answer what stands in its history: it answers speech alone.</summary>
internal static class TriggerClip
{
    /// <summary>What is said in it, as the service tells it.</summary>
    public const string Words = "ready";

    private const int Rate = 16_000;

    private static readonly Lazy<byte[]> Clip = new(Load);

    /// <summary>Gets the clip.</summary>
    /// <param name="rate">The rate.</param>
    /// <returns>PCM16.</returns>
    public static byte[] AtRate(int rate)
    {
        if (rate == Rate)
        {
            return Clip.Value;
        }

        var transcoder = new AudioTranscoder(new(AudioEncoding.Pcm16, Rate), new(AudioEncoding.Pcm16, rate));
        return transcoder.Transcode(Clip.Value).ToArray();
    }

    private static byte[] Load()
    {
        using var stream = typeof(TriggerClip).Assembly.GetManifestResourceStream("ready-16khz.pcm")!;
        var clip = new byte[stream.Length];
        stream.ReadExactly(clip);
        return clip;
    }
}
