using Realtime.Gateway.Admin.Policies;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Users;

/// <summary>A user.</summary>
internal record UserInfo : PolicyInfo
{
    /// <summary>Makes it.</summary>
    public UserInfo(UserRow row, IReadOnlyList<string> teams, IReadOnlyCollection<SpendRow> spend, DateTimeOffset now)
        : base(row, spend, now)
    {
        UserId = row.Id;
        UserAlias = row.Alias;
        UserEmail = row.Email;
        UserRole = row.Role;
        Teams = teams;
    }

    /// <summary>The id.</summary>
    public string UserId { get; }

    /// <summary>The name.</summary>
    public string? UserAlias { get; }

    /// <summary>The e-mail address.</summary>
    public string? UserEmail { get; }

    /// <summary>The role.</summary>
    public string UserRole { get; }

    /// <summary>The ids of the user's teams.</summary>
    public IReadOnlyList<string> Teams { get; }
}
