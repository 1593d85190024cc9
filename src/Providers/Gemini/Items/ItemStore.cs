using System.Text.Json.Nodes;

namespace Realtime.Providers.Gemini.Items;

/// <summary>The conversation's items as the client knows them, without audio: the service gives them no ids.</summary>
internal sealed class ItemStore
{
    private const int Most = 2_000;

    private readonly Dictionary<string, JsonObject> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _spokenMs = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>Gets the id of the last item; null when there is none.</summary>
    public string? LastId => _order.Count > 0 ? _order[^1] : null;

    /// <summary>Finds an item.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The item; null when there is none.</returns>
    public JsonObject? Find(string? id) => id is null ? null : _items.GetValueOrDefault(id);

    /// <summary>Adds an item at the end.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="item">The item.</param>
    public void Add(string id, JsonObject item)
    {
        if (_items.TryAdd(id, item))
        {
            _order.Add(id);
            if (_order.Count > Most)
            {
                Remove(_order[0]);
            }
        }
    }

    /// <summary>Takes an item out.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string id)
    {
        _spokenMs.Remove(id);
        return _items.Remove(id) && _order.Remove(id);
    }

    /// <summary>Notes how long an item is to hear.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ms">The length in milliseconds.</param>
    public void Spoke(string id, double ms) => _spokenMs[id] = ms;

    /// <summary>Tells how long an item is to hear.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The length in milliseconds; null when it is not known.</returns>
    public double? SpokenMs(string id) => _spokenMs.TryGetValue(id, out var ms) ? ms : null;
}
