namespace Realtime.Protocol.Conversations;

/// <summary>The items in their order, bounded: the oldest go when there are too many or they are too large.</summary>
internal sealed class ItemHistory(ConversationOptions options)
{
    private const int MaxGone = 256;
    private const int ItemOverhead = 256;
    private const int PartOverhead = 96;

    private readonly List<ConversationItem> _items = [];
    private readonly Queue<string> _gone = [];

    /// <summary>Gets the items, oldest first.</summary>
    public IReadOnlyList<ConversationItem> Items => _items;

    /// <summary>Gets the ids of items that were here lately. What still comes about them must not bring them back.</summary>
    public IReadOnlyCollection<string> Gone => _gone;

    /// <summary>Gets the memory the items take, in bytes, approximately.</summary>
    public long Bytes { get; private set; }

    public ConversationItem? Find(string id) => IndexOf(id) is var index and >= 0 ? _items[index] : null;

    public bool IsGone(string id) => _gone.Contains(id);

    /// <summary>Gets the id of the item before this one; null for the first and for one that is not here.</summary>
    public string? Previous(string id) => IndexOf(id) is var index and > 0 ? _items[index - 1].Id : null;

    /// <summary>Adds an item after another one; at the end where that one is not here.</summary>
    public void Add(ConversationItem item, string? previousId, bool isFirst = false)
    {
        var index = isFirst ? 0 : previousId is not null && IndexOf(previousId) is var previous and >= 0 ? previous + 1 : _items.Count;
        _items.Insert(index, item);
        Bytes += Size(item);
        Evict();
    }

    /// <summary>Joins what is told of an item with what is known of it.</summary>
    /// <returns>Whether the item is here.</returns>
    public bool TryMerge(ConversationItem told)
    {
        if (Find(told.Id) is not { } known)
        {
            return false;
        }

        Replace(known.With(told));
        return true;
    }

    /// <summary>Puts an item in the place of the one with its id.</summary>
    public void Replace(ConversationItem item)
    {
        var index = IndexOf(item.Id);
        if (index >= 0)
        {
            Bytes += Size(item) - Size(_items[index]);
            _items[index] = item;
            Evict();
        }
    }

    public void Remove(string id)
    {
        var index = IndexOf(id);
        if (index >= 0)
        {
            RemoveAt(index);
        }
    }

    /// <summary>Takes the items of a snapshot.</summary>
    public void Restore(IEnumerable<ConversationItem> items, IEnumerable<string> gone)
    {
        foreach (var id in gone.TakeLast(MaxGone))
        {
            _gone.Enqueue(id);
        }

        foreach (var item in items)
        {
            Add(item, previousId: null);
        }
    }

    private static long Size(ConversationItem item) =>
        ItemOverhead
        + (2L * (Length(item.Id) + Length(item.Type) + Length(item.Role) + Length(item.Status) + Length(item.Name) + Length(item.CallId)
            + Length(item.Arguments) + Length(item.Output) + Length(item.Json)))
        + item.Content.Sum(part => PartOverhead
            + (2L * (Length(part.Type) + Length(part.Text) + Length(part.Transcript) + Length(part.ImageUrl) + Length(part.Detail))));

    private static int Length(string? text) => text?.Length ?? 0;

    private int IndexOf(string id) => _items.FindLastIndex(item => item.Id == id);

    private void Evict()
    {
        // A newcomer that no room can be made for goes by itself rather than taking the whole history with it.
        var giant = Bytes > options.MaxBytes ? _items.FindIndex(item => Size(item) > options.MaxBytes) : -1;
        if (giant >= 0)
        {
            RemoveAt(giant);
        }

        while (_items.Count > options.MaxItems || Bytes > options.MaxBytes)
        {
            RemoveAt(0);
        }
    }

    private void RemoveAt(int index)
    {
        Bytes -= Size(_items[index]);
        _gone.Enqueue(_items[index].Id);
        _items.RemoveAt(index);
        if (_gone.Count > MaxGone)
        {
            _gone.Dequeue();
        }
    }
}
