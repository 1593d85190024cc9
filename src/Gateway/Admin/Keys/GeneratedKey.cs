using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>A new key: the only time that the key itself is shown.</summary>
internal sealed record GeneratedKey : KeyInfo
{
    /// <summary>Makes it.</summary>
    public GeneratedKey(string key, KeyRow row, BudgetRow? budget, IReadOnlyCollection<SpendRow> spend, DateTimeOffset now)
        : base(row, budget, spend, now, withHash: true)
    {
        Key = key;
        TokenId = row.Hash;
    }

    /// <summary>The key. It is kept nowhere.</summary>
    public string Key { get; }

    /// <summary>The key's hash, as in token.</summary>
    public string TokenId { get; }
}
