using System.Text.Json;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>Takes in what the client asks. Nothing of it holds before the provider has answered.</summary>
internal sealed class ClientEventHandler(ConversationState state)
{
    public static readonly EventTypeSet Types = EventTypeSet.Of(
        RealtimeEventType.SessionUpdate,
        RealtimeEventType.InputAudioBufferCommit,
        RealtimeEventType.InputAudioBufferClear,
        RealtimeEventType.ConversationItemCreate,
        RealtimeEventType.ConversationItemTruncate,
        RealtimeEventType.ConversationItemDelete,
        RealtimeEventType.ResponseCreate,
        RealtimeEventType.ResponseCancel);

    public void Apply(RealtimeEventType type, JsonElement root, ReadOnlySpan<byte> utf8)
    {
        if (type == RealtimeEventType.ResponseCancel)
        {
            // Nothing answers it but the end of the response.
            state.Responses.Find(root.Text("response_id"))?.IsCancelled = true;
            return;
        }

        var request = new PendingRequest { Type = type, EventId = root.Text("event_id"), Payload = utf8.ToArray() };
        switch (type)
        {
            case RealtimeEventType.ConversationItemCreate:
                request = Describe(request, root, root.Get("item"));
                state.Answer(request.CallId);
                break;

            case RealtimeEventType.ConversationItemTruncate or RealtimeEventType.ConversationItemDelete:
                request = request with { ItemId = root.Text("item_id") };
                break;

            case RealtimeEventType.ResponseCreate:
                var response = root.Get("response");
                request = request with
                {
                    IsOutOfBand = response.Text("conversation") == "none",
                    Metadata = ResponseMetadata.Read(response.Get("metadata")),
                };
                break;
        }

        state.Requests.Add(request);
    }

    private static PendingRequest Describe(PendingRequest request, JsonElement root, JsonElement item) => request with
    {
        ItemId = item.Text("id"),
        ItemType = item.Text("type"),
        Role = item.Text("role"),
        CallId = item.Text("type") switch
        {
            ItemTypes.FunctionCallOutput => item.Text("call_id"),
            ItemTypes.McpApprovalResponse => item.Text("approval_request_id"),
            _ => null,
        },
        IsFirst = root.Text("previous_item_id") == "root",
    };
}
