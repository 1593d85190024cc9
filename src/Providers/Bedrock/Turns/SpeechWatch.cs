using Realtime.Protocol.Audio;

namespace Realtime.Providers.Bedrock.Turns;

/// <summary>
/// Listens along to the user's audio. The service tells of speech by its words alone, which is too late for a client that stops its playback when
/// the user speaks into it. Where turns end, and what interrupts an answer, is the service's to say.
/// </summary>
internal sealed class SpeechWatch(NovaContext context, UserTurn user)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // Longer than the service waits for the end of a turn, and takes to find its words.
    private static readonly TimeSpan NoWords = TimeSpan.FromSeconds(5);

    private SpeechDetector? _detector;
    private int _rate;

    /// <summary>Listens.</summary>
    /// <param name="pcm">PCM16 that comes next.</param>
    /// <param name="rate">Its rate.</param>
    public void Hear(ReadOnlySpan<byte> pcm, int rate)
    {
        if (_detector is null || _rate != rate)
        {
            (_detector, _rate) = (new SpeechDetector(rate), rate);
        }

        _detector.Configure(context.Session.SpeechThreshold, Pause);
        _detector.StartAt(context.Carry.AudioMs);
        while (!pcm.IsEmpty)
        {
            switch (_detector.Hear(ref pcm))
            {
                case SpeechChange.Started:
                    user.Start(_detector.StartMs);
                    break;
                case SpeechChange.Stopped:
                    Await(_detector);
                    break;
            }
        }

        context.Carry.HeardUntilMs = Math.Max(context.Carry.HeardUntilMs, _detector.LastLoudMs);
    }

    // A sound of which the service makes nothing was no turn.
    private void Await(SpeechDetector detector)
    {
        if (context.Carry.SpeakingItem is { } item)
        {
            context.After(NoWords, () =>
            {
                if (!detector.IsSpeaking)
                {
                    user.Dismiss(item);
                }
            });
        }
    }
}
