using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>Tells the client, and whoever waits for the words of a spoken turn before it is answered, that a lost upstream took them with it.</summary>
internal static class LostTranscripts
{
    /// <summary>Makes the events: one for each spoken turn that stands last in the conversation and whose transcription was under way.</summary>
    /// <param name="state">The state.</param>
    /// <param name="cut">Why.</param>
    /// <param name="ids">Makes the events' ids.</param>
    public static IEnumerable<EventMessage> Events(ConversationState state, ResponseCut cut, IEventIdSource ids)
    {
        if (!state.Settings.TranscribesInput || cut.ErrorMessage is null)
        {
            return [];
        }

        return state.History.Items.Reverse()
            .TakeWhile(item => item is { Type: ItemTypes.Message, Role: ItemTypes.User })
            .Reverse()
            .SelectMany(item => item.Content.Select((part, index) => (Item: item, Part: part, Index: index)))
            .Where(place => place.Part.Type == ItemTypes.InputAudio && string.IsNullOrEmpty(place.Part.Transcript))
            .Select(place => Event(place.Item.Id, place.Index, cut, ids))
            .ToArray();
    }

    private static EventMessage Event(string itemId, int index, ResponseCut cut, IEventIdSource ids) => EventJson.Event(
        RealtimeEventType.ConversationItemInputAudioTranscriptionFailed,
        ids.Next(),
        writer =>
        {
            writer.WriteString("item_id"u8, itemId);
            writer.WriteNumber("content_index"u8, index);
            writer.WriteStartObject("error"u8);
            writer.WriteString("type"u8, cut.ErrorType);
            writer.WriteString("code"u8, cut.ErrorCode);
            writer.WriteString("message"u8, cut.ErrorMessage);
            writer.WriteNull("param"u8);
            writer.WriteEndObject();
        });
}
