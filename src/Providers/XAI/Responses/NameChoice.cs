using Realtime.Protocol.Events;

namespace Realtime.Providers.XAI.Responses;

/// <summary>
/// Chooses one of the two names under which xAI sends the same event: the one that comes first in a response holds until the next response.
/// </summary>
/// <remarks>
/// Source: xAI's voice documentation. <c>response.text.delta</c> and <c>response.output_text.delta</c> come both; the other former names are
/// documented as equal to the present ones. Audio deltas are not compared, since present ones pass without being looked at.
/// </remarks>
internal sealed class NameChoice
{
    private readonly Dictionary<RealtimeEventType, RealtimeEventType> _chosen = [];

    /// <summary>Forgets the choices.</summary>
    public void Reset() => _chosen.Clear();

    /// <summary>Tells whether an event is passed on.</summary>
    /// <param name="type">The name that it came under.</param>
    /// <returns>Whether its name is the chosen one.</returns>
    public bool Takes(RealtimeEventType type)
    {
        var canonical = Canonical(type);
        if (canonical == RealtimeEventType.ResponseOutputAudioDelta)
        {
            return true;
        }

        _chosen.TryAdd(canonical, type);
        return _chosen[canonical] == type;
    }

    /// <summary>Gives the present name.</summary>
    /// <param name="type">A name.</param>
    /// <returns>The present one.</returns>
    public static RealtimeEventType Canonical(RealtimeEventType type) => type switch
    {
        RealtimeEventType.ResponseTextDelta => RealtimeEventType.ResponseOutputTextDelta,
        RealtimeEventType.ResponseTextDone => RealtimeEventType.ResponseOutputTextDone,
        RealtimeEventType.ResponseAudioDelta => RealtimeEventType.ResponseOutputAudioDelta,
        RealtimeEventType.ResponseAudioDone => RealtimeEventType.ResponseOutputAudioDone,
        RealtimeEventType.ResponseAudioTranscriptDelta => RealtimeEventType.ResponseOutputAudioTranscriptDelta,
        RealtimeEventType.ResponseAudioTranscriptDone => RealtimeEventType.ResponseOutputAudioTranscriptDone,
        _ => type,
    };
}
