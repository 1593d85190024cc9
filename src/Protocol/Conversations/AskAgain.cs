using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>Decides whether the user waits for a response that was cut, and how it is asked for again.</summary>
internal static class AskAgain
{
    private static readonly byte[] Plain = """{"type":"response.create"}"""u8.ToArray();

    /// <summary>Makes the request; null if nobody waits.</summary>
    /// <remarks>
    /// Nobody does for a response outside the conversation, one that was cancelled, one that the user has begun to speak into, and one whose call
    /// the client has answered already: it asks for the next one by itself.
    /// </remarks>
    public static EventMessage? Request(ConversationState state)
    {
        var isInterrupted = state.Speech != SpeechState.None && state.Settings.TurnDetection is not { InterruptsResponse: false };
        if (isInterrupted)
        {
            return null;
        }

        if (state.Responses.Current is not { } current)
        {
            return state.IsResponseExpected ? Event(Plain) : null;
        }

        return current.IsCancelled || current.Outputs.Any(output => output.Item.CallId is { } call && IsAnswered(state, call))
            ? null
            : Event(current.Request.Length > 0 ? current.Request : Plain);
    }

    private static EventMessage Event(byte[] payload) => new(RealtimeEventType.ResponseCreate, payload);

    private static bool IsAnswered(ConversationState state, string call) =>
        state.Requests.Any(request => request.CallId == call)
        || state.History.Items.Any(item => item.Type == ItemTypes.FunctionCallOutput && item.CallId == call);
}
