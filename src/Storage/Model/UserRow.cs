namespace Realtime.Storage.Model;

/// <summary>A user: someone who has keys. The settings hold for the user's own keys, not for those of a team.</summary>
public sealed class UserRow : AuditedRow
{
    /// <summary>Gets or sets the id.</summary>
    public required string Id { get; set; }

    /// <summary>Gets or sets the name.</summary>
    public string? Alias { get; set; }

    /// <summary>Gets or sets the e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>Gets or sets the role, one of LiteLLM's: <c>proxy_admin</c>, <c>proxy_admin_viewer</c>, <c>internal_user</c>, ...</summary>
    public string Role { get; set; } = "internal_user";

    /// <inheritdoc/>
    public override string GetAuditId() => Id;
}
