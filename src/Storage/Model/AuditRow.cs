namespace Realtime.Storage.Model;

/// <summary>One change that an administrator made. Holds no secret: keys stand in it by their hash.</summary>
public sealed class AuditRow
{
    /// <summary>Gets or sets the id.</summary>
    public required string Id { get; set; }

    /// <summary>Gets or sets when.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Gets or sets who: a user's id, a key's name, or <c>master</c>.</summary>
    public string ChangedBy { get; set; } = "";

    /// <summary>Gets or sets the hash of the key that was used.</summary>
    public string ChangedByApiKey { get; set; } = "";

    /// <summary>Gets or sets what: <c>created</c>, <c>updated</c>, <c>deleted</c>, <c>blocked</c>, <c>unblocked</c> or <c>spend_reset</c>.</summary>
    public string Action { get; set; } = "";

    /// <summary>Gets or sets the kind of row: <c>key</c>, <c>team</c>, <c>member</c>, <c>user</c>, <c>customer</c> or <c>budget</c>.</summary>
    public string TableName { get; set; } = "";

    /// <summary>Gets or sets the row's id.</summary>
    public string ObjectId { get; set; } = "";

    /// <summary>Gets or sets the row before, as JSON; null for a new one.</summary>
    public string? BeforeValue { get; set; }

    /// <summary>Gets or sets the row after, as JSON; null for one that was deleted.</summary>
    public string? UpdatedValues { get; set; }
}
