namespace Realtime.Protocol.Conversations;

/// <summary>Follows one output item of a running response.</summary>
internal sealed class OutputTracker(ConversationItem item)
{
    private readonly List<PartTracker> _parts = [];

    public ConversationItem Item { get; set; } = item;

    public int OutputIndex { get; set; }

    public bool IsAdded { get; set; }

    public bool IsDone { get; set; }

    public bool IsItemAdded { get; set; }

    public bool IsItemDone { get; set; }

    public bool HasAllArguments { get; set; }

    public IReadOnlyList<PartTracker> Parts => _parts;

    public static OutputTracker From(ResponseOutput output)
    {
        var tracker = new OutputTracker(output.Item)
        {
            OutputIndex = output.OutputIndex,
            IsAdded = output.IsAdded,
            IsDone = output.IsDone,
            IsItemAdded = output.IsItemAdded,
            IsItemDone = output.IsItemDone,
            HasAllArguments = output.HasAllArguments,
        };
        tracker._parts.AddRange(output.Parts.Select(PartTracker.From));
        return tracker;
    }

    public ResponseOutput ToOutput() => new()
    {
        Item = Item,
        OutputIndex = OutputIndex,
        IsAdded = IsAdded,
        IsDone = IsDone,
        IsItemAdded = IsItemAdded,
        IsItemDone = IsItemDone,
        HasAllArguments = HasAllArguments,
        Parts = [.. Parts.Select(part => part.ToPart())],
    };

    /// <summary>Gets a part, making it if it was not announced; null if there can be no such part.</summary>
    public PartTracker? Part(int contentIndex, bool isAudio)
    {
        var part = _parts.Find(part => part.ContentIndex == contentIndex);
        if (part is null && contentIndex is >= 0 and < ItemReader.MaxParts)
        {
            part = new PartTracker(contentIndex) { IsAudio = isAudio };
            _parts.Insert(_parts.Count(other => other.ContentIndex < contentIndex), part);
        }

        return part;
    }

    /// <summary>
    /// Gets the item as it stands when nothing more will come: with the text so far and incomplete, unless all of it came. A call whose
    /// arguments came whole is complete, since the client may have begun to execute it; others are told without arguments, so that half
    /// of them are never taken for a call.
    /// </summary>
    public ConversationItem Closed()
    {
        if (IsDone || (IsItemDone && Item.Status != ItemTypes.InProgress))
        {
            return Item;
        }

        if (Item.Type == ItemTypes.FunctionCall)
        {
            return HasAllArguments
                ? Item with { Status = ItemTypes.Completed }
                : Item with { Status = ItemTypes.Incomplete, Arguments = "" };
        }

        return Item with
        {
            Status = ItemTypes.Incomplete,
            Content = Parts.Count > 0 ? [.. Parts.Select(part => part.ToContent())] : Item.Content,
        };
    }
}
