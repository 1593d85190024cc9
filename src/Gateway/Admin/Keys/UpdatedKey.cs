using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>A key that was changed.</summary>
internal sealed record UpdatedKey : KeyInfo
{
    /// <summary>Makes it.</summary>
    public UpdatedKey(string key, KeyRow row, BudgetRow? budget, IReadOnlyCollection<SpendRow> spend, DateTimeOffset now)
        : base(row, budget, spend, now, withHash: true) => Key = key;

    /// <summary>The key, as it was named in the request.</summary>
    public string Key { get; }
}
