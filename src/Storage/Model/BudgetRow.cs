namespace Realtime.Storage.Model;

/// <summary>A budget that keys and customers share the terms of, not the money: each has its own spend.</summary>
public sealed class BudgetRow : AuditedRow
{
    /// <summary>Gets or sets the id.</summary>
    public required string Id { get; set; }

    /// <inheritdoc/>
    public override string GetAuditId() => Id;
}
