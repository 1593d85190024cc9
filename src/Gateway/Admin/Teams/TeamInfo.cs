using Realtime.Gateway.Admin.Policies;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>A team.</summary>
internal record TeamInfo : PolicyInfo
{
    /// <summary>Makes it.</summary>
    public TeamInfo(TeamRow row, IReadOnlyList<MemberInfo> members, IReadOnlyCollection<SpendRow> spend, DateTimeOffset now)
        : base(row, spend, now)
    {
        var defaults = row.Settings.MemberDefaults;
        TeamId = row.Id;
        TeamAlias = row.Alias;
        Blocked = row.Blocked;
        ModelAliases = row.Settings.Aliases;
        MembersWithRoles = members;
        TeamMemberBudget = defaults?.MaxBudget;
        TeamMemberBudgetDuration = defaults?.BudgetDuration;
        TeamMemberRpmLimit = defaults?.RpmLimit;
        TeamMemberTpmLimit = defaults?.TpmLimit;
        TeamMemberKeyDuration = defaults?.KeyDuration;
    }

    /// <summary>The id.</summary>
    public string TeamId { get; }

    /// <summary>The name.</summary>
    public string? TeamAlias { get; }

    /// <summary>Whether its keys are refused.</summary>
    public bool Blocked { get; }

    /// <summary>Other names for models.</summary>
    public IReadOnlyDictionary<string, string>? ModelAliases { get; }

    /// <summary>The members.</summary>
    public IReadOnlyList<MemberInfo> MembersWithRoles { get; }

    /// <summary>The spend in US dollars that each member is allowed.</summary>
    public decimal? TeamMemberBudget { get; }

    /// <summary>The period of team_member_budget.</summary>
    public string? TeamMemberBudgetDuration { get; }

    /// <summary>Requests a minute for each member.</summary>
    public long? TeamMemberRpmLimit { get; }

    /// <summary>Tokens a minute for each member.</summary>
    public long? TeamMemberTpmLimit { get; }

    /// <summary>How long keys of members live at most.</summary>
    public string? TeamMemberKeyDuration { get; }
}
