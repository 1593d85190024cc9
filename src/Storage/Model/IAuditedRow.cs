namespace Realtime.Storage.Model;

/// <summary>A row that an administrator changes: who did it and when stands in it, and each change becomes an <see cref="AuditRow"/>.</summary>
public interface IAuditedRow
{
    /// <summary>Gets or sets when the row was made.</summary>
    DateTimeOffset CreatedAt { get; set; }

    /// <summary>Gets or sets who made it: a user's id, a key's name, or <c>master</c>.</summary>
    string CreatedBy { get; set; }

    /// <summary>Gets or sets when it was changed last.</summary>
    DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Gets or sets who changed it last.</summary>
    string UpdatedBy { get; set; }

    /// <summary>Gets or sets the number of the change, so that of two changes at once the later one is refused and not lost.</summary>
    int Version { get; set; }

    /// <summary>Gives the row's id for the audit.</summary>
    string GetAuditId();
}
