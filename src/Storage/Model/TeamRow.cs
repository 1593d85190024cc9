namespace Realtime.Storage.Model;

/// <summary>A team: keys and members under common limits.</summary>
public sealed class TeamRow : AuditedRow
{
    /// <summary>Gets or sets the id.</summary>
    public required string Id { get; set; }

    /// <summary>Gets or sets the name.</summary>
    public string? Alias { get; set; }

    /// <summary>Gets or sets a value indicating whether its keys are refused.</summary>
    public bool Blocked { get; set; }

    /// <inheritdoc/>
    public override string GetAuditId() => Id;
}
