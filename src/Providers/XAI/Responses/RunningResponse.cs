namespace Realtime.Providers.XAI.Responses;

/// <summary>The response under way, or the last one: where in it an event belongs that does not say so itself.</summary>
internal sealed class RunningResponse
{
    private const int MostItems = 256;

    private readonly List<OutputItem> _items = [];

    /// <summary>Gets the response's id; <see langword="null"/> before the first response.</summary>
    public string? Id { get; private set; }

    /// <summary>Gets a value indicating whether it is still under way.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Gets its items.</summary>
    public IReadOnlyList<OutputItem> Items => _items;

    /// <summary>Begins a response.</summary>
    /// <param name="id">Its id.</param>
    public void Begin(string id)
    {
        Id = id;
        IsOpen = true;
        _items.Clear();
    }

    /// <summary>Ends the response. What belongs to it may still come late.</summary>
    public void End() => IsOpen = false;

    /// <summary>Finds an item of the response.</summary>
    /// <param name="itemId">Its id.</param>
    /// <returns>The item or <see langword="null"/>.</returns>
    public OutputItem? Find(string? itemId) => _items.Find(item => item.Id == itemId);

    /// <summary>Finds an item of the response, or adds it.</summary>
    /// <param name="itemId">Its id.</param>
    /// <param name="index">Its place, or <see langword="null"/> if xAI told none.</param>
    /// <returns>The item.</returns>
    public OutputItem FindOrAdd(string itemId, int? index)
    {
        if (Find(itemId) is { } known)
        {
            known.Index = index ?? known.Index;
            return known;
        }

        if (_items.Count == MostItems)
        {
            _items.RemoveAt(0);
        }

        var next = _items.Count > 0 ? _items.Max(item => item.Index) + 1 : 0;
        var added = new OutputItem(itemId, index ?? next);
        _items.Add(added);
        return added;
    }

    /// <summary>Finds the item that an event belongs to, or adds the one that it names.</summary>
    /// <param name="itemId">The item's id in the event, or <see langword="null"/>.</param>
    /// <param name="callId">The call's id in the event, or <see langword="null"/>.</param>
    /// <param name="index">The item's place in the event, or <see langword="null"/>.</param>
    /// <returns>The item; the last one if the event says nothing of it; <see langword="null"/> if there is none.</returns>
    public OutputItem? Locate(string? itemId, string? callId, int? index)
    {
        if (itemId is not null)
        {
            return FindOrAdd(itemId, index);
        }

        if (callId is not null)
        {
            return Call(callId, index);
        }

        return (index is null ? null : _items.Find(item => item.Index == index)) ?? (_items.Count > 0 ? _items[^1] : null);
    }

    // A call may be announced without its id, or not at all; it never is the message that was there before.
    private OutputItem Call(string callId, int? index)
    {
        var call = _items.Find(item => item.CallId == callId)
            ?? _items.FindLast(item => item.IsCall && item.CallId is null)
            ?? FindOrAdd("item_" + callId, index);
        call.CallId = callId;
        return call;
    }
}
