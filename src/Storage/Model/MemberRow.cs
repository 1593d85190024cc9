namespace Realtime.Storage.Model;

/// <summary>A user in a team; the settings are those of the user's keys of this team together.</summary>
public sealed class MemberRow : AuditedRow
{
    /// <summary>Gets or sets the team.</summary>
    public required string TeamId { get; set; }

    /// <summary>Gets or sets the user.</summary>
    public required string UserId { get; set; }

    /// <summary>Gets or sets the role: <c>admin</c> or <c>user</c>.</summary>
    public string Role { get; set; } = "user";

    /// <inheritdoc/>
    public override string GetAuditId() => TeamId + "/" + UserId;
}
