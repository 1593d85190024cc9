namespace Realtime.Protocol.Conversations;

/// <summary>The responses that were created and are not done: at most one in the conversation, and a bounded number outside it.</summary>
internal sealed class RunningResponses
{
    private const int MaxOutOfBand = 32;

    private readonly List<ResponseTracker> _responses = [];

    public IReadOnlyList<ResponseTracker> All => _responses;

    /// <summary>Gets the one in the conversation.</summary>
    public ResponseTracker? Current => _responses.Find(response => !response.IsOutOfBand);

    public ResponseTracker? Find(string? id) =>
        id is null ? Current ?? (_responses.Count == 1 ? _responses[0] : null) : _responses.Find(response => response.Id == id);

    /// <summary>Finds the output with this item; with no response named, in any.</summary>
    public OutputTracker? FindOutput(string? responseId, string itemId) =>
        responseId is null
            ? _responses.Select(response => response.Find(itemId)).FirstOrDefault(output => output is not null)
            : Find(responseId)?.Find(itemId);

    public void Add(ResponseTracker response)
    {
        _responses.Add(response);
        if (_responses.Count(other => other.IsOutOfBand) > MaxOutOfBand)
        {
            _responses.Remove(_responses.First(other => other.IsOutOfBand));
        }
    }

    public void Remove(ResponseTracker response) => _responses.Remove(response);

    public void Clear() => _responses.Clear();
}
