namespace Realtime.Providers.XAI.Items;

/// <summary>The ids of what the client asked for and xAI has not confirmed yet, oldest first.</summary>
internal sealed class AskedIds
{
    private const int Most = 64;

    private readonly List<(string Id, string? EventId)> _ids = [];

    /// <summary>Notes a request.</summary>
    /// <param name="id">The id; nothing is noted without one.</param>
    /// <param name="eventId">The id of the client's event, if it has one.</param>
    public void Ask(string? id, string? eventId)
    {
        if (id is null)
        {
            return;
        }

        if (_ids.Count == Most)
        {
            _ids.RemoveAt(0);
        }

        _ids.Add((id, eventId));
    }

    /// <summary>Takes the request that a confirmation is for.</summary>
    /// <param name="told">The id in the confirmation; <see langword="null"/> if it has none.</param>
    /// <returns>The id; that of the oldest request if none was told; <see langword="null"/> if nothing was asked for.</returns>
    public string? Confirm(string? told)
    {
        var index = told is null ? 0 : _ids.FindIndex(asked => asked.Id == told);
        if (index < 0 || index >= _ids.Count)
        {
            return told;
        }

        var id = _ids[index].Id;
        _ids.RemoveAt(index);
        return id;
    }

    /// <summary>Forgets a request that failed.</summary>
    /// <param name="eventId">The id of the client's event.</param>
    public void Failed(string eventId) => _ids.RemoveAll(asked => asked.EventId == eventId);
}
