using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>Finds the request that an <c>error</c> refuses.</summary>
/// <remarks>
/// <c>error.event_id</c> names it if the client gave it an id and the provider echoes it. Otherwise the code or the field at fault tell its
/// type; if they do not, the oldest request is meant, since providers take events in order. A request that nobody answers would hold up every
/// turn's end, so a wrong guess is better than none.
/// </remarks>
internal static class RejectedRequest
{
    public static void Take(PendingRequests requests, JsonElement error)
    {
        if (error.Text("event_id") is { } eventId)
        {
            requests.Take(request => request.EventId == eventId);
            return;
        }

        var code = error.Text("code");
        var param = error.Text("param")?.Split('.', '[')[0];
        if (error.Text("type") is not ("invalid_request_error" or "invalid_event") || IsForUntracked(code, param, error.Text("message")))
        {
            return;
        }

        var type = TypeOfCode(code) ?? TypeOfParam(param);
        if (requests.Take(request => request.EventId is null && (type is null || request.Type == type)) is null)
        {
            requests.Take(request => type is null || request.Type == type);
        }
    }

    // Audio, cancelling and retrieving leave no request behind, an unknown event neither, and the end of the session refuses none.
    private static bool IsForUntracked(string? code, string? param, string? message) =>
        code is "response_cancel_not_active" or "item_retrieve_invalid_item_id" or "session_expired" or "invalid_event"
        || param is "audio" or "type" or "response_id"
        || (message?.Contains("no active response", StringComparison.OrdinalIgnoreCase) ?? false);

    private static RealtimeEventType? TypeOfCode(string? code) => code switch
    {
        "conversation_already_has_active_response" => RealtimeEventType.ResponseCreate,
        "input_audio_buffer_commit_empty" => RealtimeEventType.InputAudioBufferCommit,
        "item_truncate_invalid_item_id" => RealtimeEventType.ConversationItemTruncate,
        "item_delete_invalid_item_id" => RealtimeEventType.ConversationItemDelete,
        "cannot_update_voice" => RealtimeEventType.SessionUpdate,
        _ => null,
    };

    private static RealtimeEventType? TypeOfParam(string? param) => param switch
    {
        "session" => RealtimeEventType.SessionUpdate,
        "item" or "previous_item_id" => RealtimeEventType.ConversationItemCreate,
        "response" => RealtimeEventType.ResponseCreate,
        "audio_end_ms" or "content_index" => RealtimeEventType.ConversationItemTruncate,
        _ => null,
    };
}
