namespace Realtime.Simulator.Conversation;

/// <summary>The items of a conversation in their order.</summary>
internal sealed class ConversationHistory
{
    private readonly List<ConversationItem> _items = [];

    public IReadOnlyList<ConversationItem> Items => _items;

    public string? LastId => _items.Count == 0 ? null : _items[^1].Id;

    public ConversationItem? Find(string? id) => _items.Find(item => item.Id == id);

    /// <summary>Gets the id of the item before this one, null for the first.</summary>
    public string? Before(ConversationItem item)
    {
        var index = _items.IndexOf(item);
        return index > 0 ? _items[index - 1].Id : null;
    }

    public void Append(ConversationItem item) => _items.Add(item);

    /// <summary>Puts an item after another; after nothing (null) means at the front.</summary>
    public void InsertAfter(ConversationItem? previous, ConversationItem item) =>
        _items.Insert(previous is null ? 0 : _items.IndexOf(previous) + 1, item);

    public void Remove(ConversationItem item) => _items.Remove(item);
}
