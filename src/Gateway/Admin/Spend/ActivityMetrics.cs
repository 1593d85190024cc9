namespace Realtime.Gateway.Admin.Spend;

/// <summary>Sums of a part of a day.</summary>
internal sealed record ActivityMetrics
{
    /// <summary>Makes them.</summary>
    /// <param name="groups">The part.</param>
    public ActivityMetrics(IReadOnlyCollection<SpendGroup> groups)
    {
        Spend = groups.Sum(group => group.Spend);
        PromptTokens = groups.Sum(group => group.PromptTokens);
        CompletionTokens = groups.Sum(group => group.CompletionTokens);
        CacheReadInputTokens = groups.Sum(group => group.CachedTokens);
        TotalTokens = groups.Sum(group => group.TotalTokens);
        ApiRequests = groups.Sum(group => group.Requests);
        FailedRequests = groups.Sum(group => group.Failed);
    }

    /// <summary>US dollars.</summary>
    public decimal Spend { get; }

    /// <summary>The tokens that went in.</summary>
    public long PromptTokens { get; }

    /// <summary>The tokens that came out.</summary>
    public long CompletionTokens { get; }

    /// <summary>The tokens that went in and were cached.</summary>
    public long CacheReadInputTokens { get; }

    /// <summary>All tokens.</summary>
    public long TotalTokens { get; }

    /// <summary>Responses and transcriptions.</summary>
    public int ApiRequests { get; }

    /// <summary>Those of them that went well.</summary>
    public int SuccessfulRequests => ApiRequests - FailedRequests;

    /// <summary>Those that failed.</summary>
    public int FailedRequests { get; }
}
