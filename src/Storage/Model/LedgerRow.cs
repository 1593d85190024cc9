namespace Realtime.Storage.Model;

/// <summary>
/// One durable line of usage and cost: for each response, for each transcription, and one for the session, which repeats no spend.
/// </summary>
public sealed class LedgerRow
{
    /// <summary>Gets or sets the id that makes the row unique, such as <c>SESSION:RESPONSE</c>; writing it twice changes nothing.</summary>
    public required string RequestId { get; set; }

    /// <summary>Gets or sets the session.</summary>
    public string SessionId { get; set; } = "";

    /// <summary>Gets or sets what the row is of.</summary>
    public LedgerKind Kind { get; set; }

    /// <summary>Gets or sets the key's hash; empty where no key was needed.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Gets or sets the key's alias at that time.</summary>
    public string? KeyAlias { get; set; }

    /// <summary>Gets or sets the team.</summary>
    public string? TeamId { get; set; }

    /// <summary>Gets or sets the user that the key belongs to.</summary>
    public string? UserId { get; set; }

    /// <summary>Gets or sets the customer.</summary>
    public string? EndUser { get; set; }

    /// <summary>Gets or sets the cost in US dollars; 0 for a session's own row and where there is no price.</summary>
    public decimal Spend { get; set; }

    /// <summary>Gets or sets a value indicating whether no price was known.</summary>
    public bool Unpriced { get; set; }

    /// <summary>Gets or sets a value indicating whether the usage is an estimate, since the provider never told it.</summary>
    public bool Estimated { get; set; }

    /// <summary>Gets or sets all tokens.</summary>
    public long TotalTokens { get; set; }

    /// <summary>Gets or sets the tokens that went in.</summary>
    public long PromptTokens { get; set; }

    /// <summary>Gets or sets the tokens that came out.</summary>
    public long CompletionTokens { get; set; }

    /// <summary>Gets or sets the tokens of <see cref="PromptTokens"/> that the provider had cached.</summary>
    public long CachedTokens { get; set; }

    /// <summary>Gets or sets the provider's usage in detail, as JSON.</summary>
    public string? Usage { get; set; }

    /// <summary>Gets or sets when it began.</summary>
    public DateTimeOffset StartTime { get; set; }

    /// <summary>Gets or sets when it ended; money counts at this time.</summary>
    public DateTimeOffset EndTime { get; set; }

    /// <summary>Gets or sets when the first output came; null when none did.</summary>
    public DateTimeOffset? CompletionStartTime { get; set; }

    /// <summary>Gets or sets the day of <see cref="EndTime"/> in UTC, which reports group by; the database's side sets it.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Gets or sets the provider's model.</summary>
    public string Model { get; set; } = "";

    /// <summary>Gets or sets the model group: the name that the client asked for.</summary>
    public string ModelGroup { get; set; } = "";

    /// <summary>Gets or sets the deployment's id.</summary>
    public string ModelId { get; set; } = "";

    /// <summary>Gets or sets the provider.</summary>
    public string Provider { get; set; } = "";

    /// <summary>Gets or sets the outcome: <c>success</c> or <c>failure</c>.</summary>
    public string Status { get; set; } = "success";

    /// <summary>Gets or sets the tags, as a JSON list.</summary>
    public string? RequestTags { get; set; }

    /// <summary>Gets or sets the client's address.</summary>
    public string? RequesterIpAddress { get; set; }

    /// <summary>Gets or sets what else is known, as a JSON object.</summary>
    public string? Metadata { get; set; }

    /// <summary>Gets or sets what was said to the model, as JSON, where that is kept.</summary>
    public string? Messages { get; set; }

    /// <summary>Gets or sets what the model said, as JSON, where that is kept.</summary>
    public string? Response { get; set; }
}
