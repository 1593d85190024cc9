using Realtime.Protocol.Events;

namespace Realtime.Protocol.Dialects.Maps;

/// <summary>Server events that the two forms call by different names.</summary>
internal static class EventRenames
{
    private static readonly (RealtimeEventType Beta, RealtimeEventType Ga)[] Pairs =
    [
        (RealtimeEventType.ConversationItemCreated, RealtimeEventType.ConversationItemAdded),
        (RealtimeEventType.ResponseTextDelta, RealtimeEventType.ResponseOutputTextDelta),
        (RealtimeEventType.ResponseTextDone, RealtimeEventType.ResponseOutputTextDone),
        (RealtimeEventType.ResponseAudioDelta, RealtimeEventType.ResponseOutputAudioDelta),
        (RealtimeEventType.ResponseAudioDone, RealtimeEventType.ResponseOutputAudioDone),
        (RealtimeEventType.ResponseAudioTranscriptDelta, RealtimeEventType.ResponseOutputAudioTranscriptDelta),
        (RealtimeEventType.ResponseAudioTranscriptDone, RealtimeEventType.ResponseOutputAudioTranscriptDone),
    ];

    private static readonly RealtimeEventType[] GaOfBeta = Table(pair => (pair.Beta, pair.Ga));

    private static readonly RealtimeEventType[] BetaOfGa = Table(pair => (pair.Ga, pair.Beta));

    /// <summary>Gets the beta names.</summary>
    public static EventTypeSet BetaTypes { get; } = EventTypeSet.Of([.. Pairs.Select(pair => pair.Beta)]);

    /// <summary>Gets the GA names.</summary>
    public static EventTypeSet GaTypes { get; } = EventTypeSet.Of([.. Pairs.Select(pair => pair.Ga)]);

    /// <summary>Gets the GA form's name of a type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Its name in the GA form; the same one where the forms agree.</returns>
    public static RealtimeEventType ToGa(RealtimeEventType type) => GaOfBeta[(int)type];

    /// <summary>Gets the beta form's name of a type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Its name in the beta form; the same one where the forms agree.</returns>
    public static RealtimeEventType ToBeta(RealtimeEventType type) => BetaOfGa[(int)type];

    private static RealtimeEventType[] Table(
        Func<(RealtimeEventType Beta, RealtimeEventType Ga), (RealtimeEventType From, RealtimeEventType To)> direction)
    {
        var table = new RealtimeEventType[EventNames.Count];
        for (var index = 0; index < table.Length; index++)
        {
            table[index] = (RealtimeEventType)index;
        }

        foreach (var (from, to) in Pairs.Select(direction))
        {
            table[(int)from] = to;
        }

        return table;
    }
}
