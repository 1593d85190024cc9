using Realtime.Gateway.Admin.Policies;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>What a member of a team may do with its keys, and has spent.</summary>
internal sealed record MembershipInfo : PolicyInfo
{
    /// <summary>Makes it.</summary>
    public MembershipInfo(MemberRow row, IReadOnlyCollection<SpendRow> spend, DateTimeOffset now)
        : base(row, spend, now)
    {
        TeamId = row.TeamId;
        UserId = row.UserId;
        Role = row.Role;
    }

    /// <summary>The team.</summary>
    public string TeamId { get; }

    /// <summary>The user.</summary>
    public string UserId { get; }

    /// <summary>The role: admin or user.</summary>
    public string Role { get; }
}
