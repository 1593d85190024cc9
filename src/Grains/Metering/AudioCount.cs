using Realtime.Protocol.Events;

namespace Realtime.Grains.Metering;

/// <summary>
/// Counts what passes by from the length of messages alone, so that no audio frame is parsed for it. The client's and the provider's
/// messages come from one thread each.
/// </summary>
internal sealed class AudioCount(TimeProvider time)
{
    // What stands around the base64 of an append and of a delta.
    private const int AppendOverhead = 50;
    private const int DeltaOverhead = 190;
    private const int CharactersPerToken = 4;

    private long _input;
    private long _output;
    private long _text;
    private bool _awaitsFirst;
    private DateTimeOffset? _first;

    /// <summary>Gets the bytes of audio that the client has sent.</summary>
    public long InputBytes => Volatile.Read(ref _input);

    /// <summary>Gets the bytes of audio that the provider has sent.</summary>
    public long OutputBytes => Volatile.Read(ref _output);

    /// <summary>Gets about how many tokens of text and transcripts the provider has sent.</summary>
    public long OutputText => Volatile.Read(ref _text);

    /// <summary>Gets when the first text or audio came after <see cref="AwaitFirst"/>; null: none has.</summary>
    public DateTimeOffset? FirstOutput => _first;

    /// <summary>Notes that a response begins. On the provider's thread, as <see cref="FromUpstream"/>.</summary>
    public void AwaitFirst() => (_awaitsFirst, _first) = (true, null);

    /// <summary>Counts a client's message.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="length">Its length.</param>
    public void FromClient(RealtimeEventType type, int length)
    {
        if (type == RealtimeEventType.InputAudioBufferAppend)
        {
            Volatile.Write(ref _input, _input + Decoded(length - AppendOverhead));
        }
    }

    /// <summary>Counts a provider's message.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="length">Its length.</param>
    public void FromUpstream(RealtimeEventType type, int length)
    {
        switch (type)
        {
            case RealtimeEventType.ResponseOutputAudioDelta or RealtimeEventType.ResponseAudioDelta:
                Volatile.Write(ref _output, _output + Decoded(length - DeltaOverhead));
                NoteFirst();
                break;
            case RealtimeEventType.ResponseOutputTextDelta or RealtimeEventType.ResponseTextDelta
                or RealtimeEventType.ResponseOutputAudioTranscriptDelta or RealtimeEventType.ResponseAudioTranscriptDelta
                or RealtimeEventType.ResponseFunctionCallArgumentsDelta:
                Volatile.Write(ref _text, _text + Math.Max(1, (length - DeltaOverhead) / CharactersPerToken));
                NoteFirst();
                break;
            default:
                break;
        }
    }

    private void NoteFirst()
    {
        if (_awaitsFirst)
        {
            (_awaitsFirst, _first) = (false, time.GetUtcNow());
        }
    }

    private static int Decoded(int base64) => Math.Max(0, base64) / 4 * 3;
}
