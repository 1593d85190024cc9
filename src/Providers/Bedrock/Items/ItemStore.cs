namespace Realtime.Providers.Bedrock.Items;

/// <summary>The items of the conversation in their order.</summary>
/// <param name="carry">
/// Knows the last item that the client was told of: what a stream has left half said is in the conversation, and not in the history of the next.
/// </param>
internal sealed class ItemStore(NovaCarry carry)
{
    // As many as are of use: what is older has long left the history that a stream can begin with.
    private const int MaxItems = 1000;

    private readonly List<NovaItem> _items = [];

    /// <summary>Gets the items that the present stream does not know, in order.</summary>
    public IReadOnlyList<NovaItem> Unsent => [.. _items.Where(item => !item.IsSent)];

    /// <summary>Finds an item.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The item, or null.</returns>
    public NovaItem? Find(string? id) => id is null ? null : _items.Find(item => item.Id == id);

    /// <summary>Finds the call of a function.</summary>
    /// <param name="callId">The call's id.</param>
    /// <returns>The call's item, or null.</returns>
    public NovaItem? FindCall(string? callId) => _items.Find(item => item.Type == "function_call" && item.CallId == callId);

    /// <summary>Forgets what was really said of items that are not in the conversation any more.</summary>
    public void ForgetOthers()
    {
        var known = _items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in carry.Spoken.Keys.Where(id => !known.Contains(id)).ToArray())
        {
            carry.Spoken.Remove(id);
        }
    }

    /// <summary>Adds an item of a former stream at the end.</summary>
    /// <param name="item">The item.</param>
    public void Restore(NovaItem item) => _items.Add(item);

    /// <summary>Adds an item at the end.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The id of the item before it; null for the first.</returns>
    public string? Add(NovaItem item)
    {
        item.PreviousId = carry.LastItem ?? (_items.Count > 0 ? _items[^1].Id : null);
        carry.LastItem = item.Id;
        _items.Add(item);
        if (_items.Count > MaxItems)
        {
            carry.Spoken.Remove(_items[0].Id);
            _items.RemoveAt(0);
        }

        return item.PreviousId;
    }

    /// <summary>Adds an item after another.</summary>
    /// <param name="item">The item.</param>
    /// <param name="previousId">The id of the other, <c>root</c> for the beginning.</param>
    /// <returns>Whether there is such an item.</returns>
    public bool TryInsert(NovaItem item, string previousId)
    {
        var index = previousId == "root" ? 0 : _items.FindIndex(known => known.Id == previousId) + 1;
        if (index == 0 && previousId != "root")
        {
            return false;
        }

        item.PreviousId = index > 0 ? _items[index - 1].Id : null;
        carry.LastItem = index == _items.Count ? item.Id : carry.LastItem;
        _items.Insert(index, item);
        return true;
    }

    /// <summary>Says whether the stream knows an item that stands after another, so that the other comes too late for its place.</summary>
    /// <param name="item">The other.</param>
    /// <returns>Whether.</returns>
    public bool IsOvertaken(NovaItem item) => _items.Skip(_items.IndexOf(item) + 1).Any(later => later.IsSent);

    /// <summary>Removes an item.</summary>
    /// <param name="item">The item.</param>
    public void Remove(NovaItem item)
    {
        _items.Remove(item);
        carry.Spoken.Remove(item.Id);
        carry.LastItem = carry.LastItem != item.Id ? carry.LastItem : _items.Count > 0 ? _items[^1].Id : null;
    }
}
