namespace Realtime.Storage.Model;

/// <summary>A customer: who stands behind a request at the caller's side (LiteLLM's end user).</summary>
public sealed class CustomerRow : AuditedRow
{
    /// <summary>Gets or sets the id, as requests name it.</summary>
    public required string Id { get; set; }

    /// <summary>Gets or sets the name.</summary>
    public string? Alias { get; set; }

    /// <summary>Gets or sets a value indicating whether the customer is refused.</summary>
    public bool Blocked { get; set; }

    /// <summary>Gets or sets the budget whose limits count where the customer has none.</summary>
    public string? BudgetId { get; set; }

    /// <inheritdoc/>
    public override string GetAuditId() => Id;
}
