using System.Text.Json.Nodes;
using Realtime.Providers.Json;

namespace Realtime.Providers.XAI.Items;

/// <summary>The conversation's newest items, in order, since xAI neither gives an item again nor keeps to the ids that it announced.</summary>
internal sealed class ItemCopies
{
    /// <summary>How many items are kept.</summary>
    public const int MostItems = 256;

    /// <summary>How much text of one item is kept, in characters; an item with more is known but cannot be read again.</summary>
    public const int LongestText = 16 * 1024;

    private const int MostParts = 32;

    private readonly Dictionary<string, ItemCopy> _byId = [];
    private readonly List<string> _order = [];

    /// <summary>Gets the id of the last item; <see langword="null"/> if there is none.</summary>
    public string? LastId => _order.Count > 0 ? _order[^1] : null;

    /// <summary>Finds an item.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The copy; <see langword="null"/> if the item was never announced, was deleted or is too old.</returns>
    public ItemCopy? Find(string? id) => id is not null && _byId.TryGetValue(id, out var copy) ? copy : null;

    /// <summary>Adds an item at the end.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="item">The item.</param>
    /// <param name="previousId">The one before it.</param>
    /// <returns>The copy.</returns>
    public ItemCopy Add(string id, JsonObject item, string? previousId)
    {
        if (_order.Count == MostItems)
        {
            _byId.Remove(_order[0]);
            _order.RemoveAt(0);
        }

        var copy = new ItemCopy { Item = WithoutBulk(item, out var isCut), IsCut = isCut, PreviousId = previousId };
        _byId[id] = copy;
        _order.Add(id);
        return copy;
    }

    /// <summary>Takes a newer state of an item.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="item">The item.</param>
    public static void Update(ItemCopy copy, JsonObject item)
    {
        var newer = WithoutBulk(item, out var isCut);
        copy.IsCut |= isCut;
        foreach (var (name, value) in newer.ToArray())
        {
            // An announcement that is repeated may say less than the first.
            if (value is not null and not JsonArray { Count: 0 } && value.AsText() != "")
            {
                copy.Item[name] = value.DeepClone();
            }
        }
    }

    /// <summary>Sets a field of one of an item's content parts.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="index">The part.</param>
    /// <param name="type">The part's type, for one that is new.</param>
    /// <param name="field">The field.</param>
    /// <param name="text">Its value.</param>
    public static void SetPart(ItemCopy copy, int index, string type, string field, string text)
    {
        if (copy.Item.List("content") is not { } content || index < 0 || index > content.Count || index >= MostParts)
        {
            return;
        }

        if (text.Length > LongestText)
        {
            copy.IsCut = true;
            return;
        }

        if (index == content.Count)
        {
            content.Add(new JsonObject { ["type"] = type });
        }

        if (content[index] is JsonObject part)
        {
            part[field] = text;
        }
    }

    /// <summary>Removes an item.</summary>
    /// <param name="id">Its id.</param>
    public void Remove(string id)
    {
        if (_byId.Remove(id))
        {
            _order.Remove(id);
        }
    }

    private static JsonObject WithoutBulk(JsonObject item, out bool isCut)
    {
        var copy = (JsonObject)item.DeepClone();
        var budget = LongestText;
        isCut = false;
        if (copy.List("content") is { } content)
        {
            for (; content.Count > MostParts; isCut = true)
            {
                content.RemoveAt(content.Count - 1);
            }

            foreach (var part in content.OfType<JsonObject>())
            {
                part.Remove("audio");
                isCut |= Cut(part, "text", ref budget) | Cut(part, "transcript", ref budget);
            }
        }

        isCut |= Cut(copy, "arguments", ref budget) | Cut(copy, "output", ref budget);
        return copy;
    }

    private static bool Cut(JsonObject holder, string name, ref int budget)
    {
        budget -= holder.Text(name)?.Length ?? 0;
        return budget < 0 && holder.Remove(name);
    }
}
