using Realtime.Protocol.Dialects.Json;

namespace Realtime.Protocol.Dialects;

/// <summary>The items that a beta upstream is still making, by id.</summary>
internal sealed class OpenItems
{
    private readonly Dictionary<string, OpenItem> _items = [];

    /// <summary>Notes that an item has begun, or more about one that has.</summary>
    /// <param name="item">The item.</param>
    /// <returns>What is kept of it, or null when it has no id.</returns>
    public OpenItem? Begin(JsonFields item)
    {
        if (IdOf(item) is not { } id)
        {
            return null;
        }

        if (!_items.TryGetValue(id, out var open))
        {
            open = new OpenItem();
            _items.Add(id, open);
        }

        if (item.Is("type", "function_call"))
        {
            open.FunctionName ??= item.Text("name")?.Copy();
        }

        return open;
    }

    /// <summary>Finds an item.</summary>
    /// <param name="id">Its id, or null.</param>
    /// <returns>What is kept of it, or null.</returns>
    public OpenItem? Find(string? id) => id is null ? null : _items.GetValueOrDefault(id);

    /// <summary>Notes that an item is finished.</summary>
    /// <param name="item">The item.</param>
    /// <returns>What was kept of it, or null.</returns>
    public OpenItem? End(JsonFields item) => IdOf(item) is { } id && _items.Remove(id, out var open) ? open : null;

    private static string? IdOf(JsonFields item) => item.Text("id")?.Content;
}
