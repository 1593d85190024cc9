using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>The routes of teams.</summary>
internal static class TeamEndpoints
{
    private static readonly QueryField[] ListFields =
    [
        QueryField.Page,
        QueryField.PageSize,
        new("user_id", "Only teams with this member."),
        new("team_id", "Only this team."),
        new("team_alias", "Only teams of this name."),
    ];

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">The routes.</param>
    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        routes.Post<NewTeamRequest, TeamInfo>("/team/new", AdminRole.Admin, "Make a team", TeamChanges.NewAsync);
        routes.Post<UpdateTeamRequest, TeamInfo>("/team/update", AdminRole.Admin, "Change a team", TeamChanges.UpdateAsync);
        routes.Post<DeleteTeamsRequest, DeletedTeams>("/team/delete", AdminRole.Admin, "Delete teams with their keys", TeamChanges.DeleteAsync);
        routes.Post<TeamRequest, TeamInfo>("/team/block", AdminRole.Admin, "Block a team; its keys' sessions end", TeamChanges.BlockAsync);
        routes.Post<TeamRequest, TeamInfo>("/team/unblock", AdminRole.Admin, "Unblock a team", TeamChanges.UnblockAsync);
        routes.Post<AddMembersRequest, MembersAdded>("/team/member_add", AdminRole.Admin, "Add members to a team", TeamMembers.AddAsync);
        routes.Post<UpdateMemberRequest, MembershipInfo>("/team/member_update", AdminRole.Admin, "Change a member of a team", TeamMembers.UpdateAsync);
        routes.Post<DeleteMemberRequest, TeamInfo>("/team/member_delete", AdminRole.Admin, "Take a member out of a team; its keys of the team go", TeamMembers.DeleteAsync);
        routes.Post<TeamModelsRequest, TeamInfo>("/team/model/add", AdminRole.Admin, "Let a team use more models", TeamChanges.AddModelsAsync);
        routes.Post<TeamModelsRequest, TeamInfo>("/team/model/delete", AdminRole.Admin, "Take models from a team", TeamChanges.DeleteModelsAsync);
        routes.Get<TeamAnswer>("/team/info", AdminRole.Key, "Show a team", TeamReading.InfoAsync, new QueryField("team_id", "The team's id."));
        routes.Get<List<TeamInfo>>("/team/list", AdminRole.Viewer, "List teams; all of them where no page_size is given", TeamReading.ListAsync, ListFields);
        routes.Get<TeamPage>("/v2/team/list", AdminRole.Viewer, "List teams, a page at a time", TeamReading.PageAsync, ListFields);
    }
}
