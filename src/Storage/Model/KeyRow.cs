namespace Realtime.Storage.Model;

/// <summary>A virtual key. The key itself is kept nowhere.</summary>
public sealed class KeyRow : AuditedRow
{
    /// <summary>Gets or sets the SHA-256 of the whole key in lower-case hexadecimal.</summary>
    public required string Hash { get; set; }

    /// <summary>Gets or sets the hint by which its owner knows it: <c>sk-...</c> and the last four characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the name that people gave it; unique.</summary>
    public string? Alias { get; set; }

    /// <summary>Gets or sets the team that it belongs to.</summary>
    public string? TeamId { get; set; }

    /// <summary>Gets or sets the user that it belongs to.</summary>
    public string? UserId { get; set; }

    /// <summary>Gets or sets the budget whose limits count where the key says nothing.</summary>
    public string? BudgetId { get; set; }

    /// <summary>Gets or sets a value indicating whether the key is blocked.</summary>
    public bool Blocked { get; set; }

    /// <summary>Gets or sets when it expires; null: never.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <inheritdoc/>
    public override string GetAuditId() => Hash;
}
