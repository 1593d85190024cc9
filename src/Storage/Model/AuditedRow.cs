namespace Realtime.Storage.Model;

/// <summary>What all rows share that administrators change.</summary>
public abstract class AuditedRow : IAuditedRow
{
    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; set; }

    /// <inheritdoc/>
    public string CreatedBy { get; set; } = "";

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public string UpdatedBy { get; set; } = "";

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <inheritdoc/>
    public abstract string GetAuditId();

    /// <summary>Gets or sets what is set.</summary>
    public PolicySettings Settings { get; set; } = PolicySettings.None;
}
