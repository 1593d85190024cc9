using Realtime.Protocol.Events;

namespace Realtime.Protocol.Conversations;

/// <summary>What the client has asked and the provider has not answered, oldest first, bounded.</summary>
internal sealed class PendingRequests(ConversationOptions options)
{
    private readonly List<PendingRequest> _requests = [];
    private long _bytes;

    public IReadOnlyList<PendingRequest> All => _requests;

    public void Add(PendingRequest request)
    {
        if (_bytes + request.Payload.Length > options.MaxPendingBytes)
        {
            request = request with { Payload = [] };
        }

        _requests.Add(request);
        _bytes += request.Payload.Length;
        if (_requests.Count > options.MaxPendingRequests)
        {
            RemoveAt(0);
        }
    }

    public bool Any(Predicate<PendingRequest> match) => _requests.Exists(match);

    /// <summary>Takes the oldest request that matches.</summary>
    public PendingRequest? Take(Predicate<PendingRequest> match)
    {
        var index = _requests.FindIndex(match);
        if (index < 0)
        {
            return null;
        }

        var request = _requests[index];
        RemoveAt(index);
        return request;
    }

    public PendingRequest? Take(RealtimeEventType type) => Take(request => request.Type == type);

    /// <summary>Takes the request to which a new item is the answer.</summary>
    public PendingRequest? TakeCreate(ConversationItem item, bool isNew) =>
        Take(request => request.Type == RealtimeEventType.ConversationItemCreate && request.ItemId == item.Id)
        ?? (isNew && item.Status != ItemTypes.InProgress
            ? Take(request => request.Type == RealtimeEventType.ConversationItemCreate && request.ItemId is null
                && request.ItemType == item.Type && request.Role == item.Role)
            : null);

    /// <summary>Takes the request to which a new response is the answer.</summary>
    /// <param name="isOutOfBand">Whether the response is outside the conversation.</param>
    /// <param name="metadata">The response's metadata.</param>
    /// <param name="isExpected">Whether the response may as well be one that nobody asked for.</param>
    public PendingRequest? TakeResponse(bool isOutOfBand, string? metadata, bool isExpected)
    {
        var index = _requests.FindIndex(request => IsResponse(request) && request.Metadata == metadata);
        if (index < 0 && !isExpected)
        {
            index = _requests.FindIndex(IsResponse);
        }

        if (index < 0)
        {
            return null;
        }

        var answered = _requests[index];
        RemoveAt(index);

        // The provider takes events in order, so what creates items was answered before, even if the answer was not recognised.
        for (var earlier = index - 1; earlier >= 0; earlier--)
        {
            if (_requests[earlier].Type is RealtimeEventType.ConversationItemCreate or RealtimeEventType.InputAudioBufferCommit)
            {
                RemoveAt(earlier);
            }
        }

        return answered;

        bool IsResponse(PendingRequest request) => request.Type == RealtimeEventType.ResponseCreate && request.IsOutOfBand == isOutOfBand;
    }

    private void RemoveAt(int index)
    {
        _bytes -= _requests[index].Payload.Length;
        _requests.RemoveAt(index);
    }
}
