using System.Text.Json.Serialization;
using Realtime.Gateway.Admin.Budgets;
using Realtime.Gateway.Admin.Policies;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>A key, without the key itself.</summary>
internal record KeyInfo : PolicyInfo
{
    /// <summary>Makes it.</summary>
    public KeyInfo(KeyRow row, BudgetRow? budget, IReadOnlyCollection<SpendRow> spend, DateTimeOffset now, bool withHash = false)
        : base(row, spend, now)
    {
        Token = withHash ? row.Hash : null;
        KeyName = row.Name;
        KeyAlias = row.Alias;
        Expires = row.Expires;
        UserId = row.UserId;
        TeamId = row.TeamId;
        BudgetId = row.BudgetId;
        Blocked = row.Blocked;
        Aliases = row.Settings.Aliases ?? new Dictionary<string, string>();
        AllowedRoutes = row.Settings.AllowedRoutes ?? [];
        LitellmBudgetTable = budget is null ? null : new BudgetInfo(budget);
    }

    /// <summary>The key's hash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; }

    /// <summary>The hint by which its owner knows it.</summary>
    public string KeyName { get; }

    /// <summary>Its name.</summary>
    public string? KeyAlias { get; }

    /// <summary>When it expires.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>The user that it belongs to.</summary>
    public string? UserId { get; }

    /// <summary>The team that it belongs to.</summary>
    public string? TeamId { get; }

    /// <summary>The budget whose limits count where the key sets none.</summary>
    public string? BudgetId { get; }

    /// <summary>Whether it is blocked.</summary>
    public bool Blocked { get; }

    /// <summary>Other names for models.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; }

    /// <summary>The routes that it may call; empty: all.</summary>
    public IReadOnlyList<string> AllowedRoutes { get; }

    /// <summary>The budget of budget_id.</summary>
    public BudgetInfo? LitellmBudgetTable { get; }

    /// <summary>The user that it belongs to, where a list was asked for with expand=user.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KeyOwner? User { get; init; }

    /// <summary>When it was deleted, in a list with status=deleted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Who deleted it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeletedBy { get; init; }
}
