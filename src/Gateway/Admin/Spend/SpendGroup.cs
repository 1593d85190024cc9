using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Spend;

/// <summary>What one key used of one model on one day. The database sums; reports put these together.</summary>
internal sealed record SpendGroup
{
    public DateOnly Day { get; init; }

    public string Model { get; init; } = "";

    public string ModelGroup { get; init; } = "";

    public string Provider { get; init; } = "";

    public string ApiKey { get; init; } = "";

    public string? KeyAlias { get; init; }

    public string? TeamId { get; init; }

    public string? UserId { get; init; }

    public string? EndUser { get; init; }

    public decimal Spend { get; init; }

    public long PromptTokens { get; init; }

    public long CompletionTokens { get; init; }

    public long CachedTokens { get; init; }

    public long TotalTokens { get; init; }

    public int Requests { get; init; }

    public int Failed { get; init; }

    /// <summary>Sums rows. A session's own row is left out: it repeats what its responses used.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    public static Task<List<SpendGroup>> ReadAsync(IQueryable<LedgerRow> rows, CancellationToken cancellationToken) => rows
        .Where(row => row.Kind != LedgerKind.Session)
        .GroupBy(row => new { row.Day, row.Model, row.ModelGroup, row.Provider, row.ApiKey, row.KeyAlias, row.TeamId, row.UserId, row.EndUser })
        .Select(group => new SpendGroup
        {
            Day = group.Key.Day,
            Model = group.Key.Model,
            ModelGroup = group.Key.ModelGroup,
            Provider = group.Key.Provider,
            ApiKey = group.Key.ApiKey,
            KeyAlias = group.Key.KeyAlias,
            TeamId = group.Key.TeamId,
            UserId = group.Key.UserId,
            EndUser = group.Key.EndUser,
            Spend = group.Sum(row => row.Spend),
            PromptTokens = group.Sum(row => row.PromptTokens),
            CompletionTokens = group.Sum(row => row.CompletionTokens),
            CachedTokens = group.Sum(row => row.CachedTokens),
            TotalTokens = group.Sum(row => row.TotalTokens),
            Requests = group.Count(),
            Failed = group.Sum(row => row.Status == "failure" ? 1 : 0),
        })
        .ToListAsync(cancellationToken);
}
