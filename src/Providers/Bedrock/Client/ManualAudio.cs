namespace Realtime.Providers.Bedrock.Client;

/// <summary>Audio of a client that ends its turns itself: what is not committed, and what is committed and not sent.</summary>
internal sealed class ManualAudio
{
    // Nobody speaks longer in one turn; the oldest goes first.
    private const int LongestMs = 10 * 60 * 1000;

    private readonly List<byte> _open = [];
    private readonly Dictionary<string, (byte[] Pcm, int Rate)> _committed = new(StringComparer.Ordinal);

    /// <summary>Gets the rate of what is not committed.</summary>
    public int Rate { get; private set; }

    /// <summary>Gets how long what is not committed lasts, in milliseconds.</summary>
    public double OpenMs => Rate == 0 ? 0 : _open.Count * 1000.0 / (Rate * sizeof(short));

    /// <summary>Adds audio.</summary>
    /// <param name="pcm">PCM16.</param>
    /// <param name="rate">Its rate.</param>
    public void Add(ReadOnlySpan<byte> pcm, int rate)
    {
        if (rate != Rate)
        {
            _open.Clear();
            Rate = rate;
        }

        _open.AddRange(pcm);
        var most = LongestMs / 1000 * rate * sizeof(short);
        if (_open.Count > most)
        {
            _open.RemoveRange(0, _open.Count - most);
        }
    }

    /// <summary>Forgets what is not committed.</summary>
    public void Clear() => _open.Clear();

    /// <summary>Commits what is there.</summary>
    /// <param name="itemId">The item that it becomes.</param>
    public void Commit(string itemId)
    {
        _committed[itemId] = ([.. _open], Rate);
        _open.Clear();
    }

    /// <summary>Commits audio that came whole.</summary>
    /// <param name="itemId">The item that it is.</param>
    /// <param name="pcm">PCM16.</param>
    /// <param name="rate">Its rate.</param>
    public void Commit(string itemId, byte[] pcm, int rate) => _committed[itemId] = (pcm, rate);

    /// <summary>Says whether an item's audio waits here.</summary>
    /// <param name="itemId">The item.</param>
    /// <returns>Whether.</returns>
    public bool Holds(string itemId) => _committed.ContainsKey(itemId);

    /// <summary>Gives the items whose audio waits here.</summary>
    /// <returns>Their ids, in the order of their commits.</returns>
    public IReadOnlyList<string> Items => [.. _committed.Keys];

    /// <summary>Takes an item's audio.</summary>
    /// <param name="itemId">The item.</param>
    /// <returns>The audio; null if there is none.</returns>
    public (byte[] Pcm, int Rate)? Take(string itemId) => _committed.Remove(itemId, out var audio) ? audio : null;
}
