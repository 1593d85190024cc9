using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Realtime.Configuration.Source;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Keys;
using Realtime.Storage.Database;
using Realtime.Storage.Model;
using Realtime.Storage.Policies;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>Changes teams.</summary>
internal static class TeamChanges
{
    public static Task<Outcome<TeamInfo>> NewAsync(AdminCall call, AdminBody<NewTeamRequest> body)
    {
        if (call.Config.LiteLlm.DefaultTeamParams is { } defaults && ConfigJson.Convert(defaults) is JsonObject given)
        {
            foreach (var (name, value) in given.Where(one => body.Json[one.Key] is null))
            {
                body.Json[name] = value?.DeepClone();
            }
        }

        return call.ChangeAsync<TeamInfo>(async (context, scopes) =>
        {
            var fields = body.Json.Deserialize<NewTeamRequest>(AdminJson.Options)!;
            var id = string.IsNullOrEmpty(fields.TeamId) ? Guid.NewGuid().ToString() : fields.TeamId;
            if (id.Contains(':', StringComparison.Ordinal))
            {
                return AdminErrors.Bad("team_id must not contain ':'.", "team_id");
            }

            if (await TeamReading.FindAsync(call, context, id).ConfigureAwait(false) is not null)
            {
                return AdminErrors.Bad($"Team id = {id} already exists. Please use a different team id.", "team_id");
            }

            var row = new TeamRow { Id = id };
            if ((await TeamPatch.ApplyAsync(call, context, row, body.Json, fields).ConfigureAwait(false)).Refusal is { } wrong)
            {
                return wrong;
            }

            context.Teams.Add(row);
            await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
            if (fields.MembersWithRoles is { Count: > 0 } members
                && (await TeamMembers.AddAsync(call, context, row, members, PolicySettings.None).ConfigureAwait(false)).Refusal is { } refusal)
            {
                throw new RefusedException(refusal);
            }

            scopes.Add(SpendScope.Team(id));
            return await TeamReading.ShowAsync(call, context, row).ConfigureAwait(false);
        });
    }

    public static Task<Outcome<TeamInfo>> UpdateAsync(AdminCall call, AdminBody<UpdateTeamRequest> body) =>
        ChangeAsync(call, body.Fields.TeamId, (context, row) => TeamPatch.ApplyAsync(call, context, row, body.Json, body.Fields));

    public static Task<Outcome<TeamInfo>> BlockAsync(AdminCall call, AdminBody<TeamRequest> body) =>
        ChangeAsync(call, body.Fields.TeamId, row => row.Blocked = true, "blocked");

    public static Task<Outcome<TeamInfo>> UnblockAsync(AdminCall call, AdminBody<TeamRequest> body) =>
        ChangeAsync(call, body.Fields.TeamId, row => row.Blocked = false, "unblocked");

    public static Task<Outcome<TeamInfo>> AddModelsAsync(AdminCall call, AdminBody<TeamModelsRequest> body) => ChangeAsync(
        call,
        body.Fields.TeamId,
        row => row.Settings = row.Settings with { Models = [.. (row.Settings.Models ?? []).Union(body.Fields.Models, StringComparer.Ordinal)] });

    /// <summary>Takes models from a team. The last one cannot be taken: an empty list would mean all models.</summary>
    public static Task<Outcome<TeamInfo>> DeleteModelsAsync(AdminCall call, AdminBody<TeamModelsRequest> body) => ChangeAsync(
        call,
        body.Fields.TeamId,
        (_, row) =>
        {
            var left = (row.Settings.Models ?? []).Except(body.Fields.Models, StringComparer.Ordinal).ToArray();
            if (left.Length == 0)
            {
                return Task.FromResult<Outcome<TeamRow>>(AdminErrors.Bad(
                    "No model would be left, and a team without a list may use all. Block the team instead, or update its models.", "models"));
            }

            row.Settings = row.Settings with { Models = left };
            return Task.FromResult<Outcome<TeamRow>>(row);
        });

    public static Task<Outcome<DeletedTeams>> DeleteAsync(AdminCall call, AdminBody<DeleteTeamsRequest> body) =>
        call.ChangeAsync<DeletedTeams>(async (context, scopes) =>
        {
            var ids = body.Fields.TeamIds.Distinct(StringComparer.Ordinal).ToArray();
            var rows = await context.Teams.Where(row => ids.Contains(row.Id)).ToListAsync(call.Cancel).ConfigureAwait(false);
            if (ids.FirstOrDefault(id => rows.All(row => row.Id != id)) is { } missing)
            {
                return TeamReading.NotFound(missing);
            }

            var keys = await context.Keys.Where(row => row.TeamId != null && ids.Contains(row.TeamId)).ToListAsync(call.Cancel).ConfigureAwait(false);
            var members = await context.Members.Where(row => ids.Contains(row.TeamId)).ToListAsync(call.Cancel).ConfigureAwait(false);
            await KeyChanges.RemoveAsync(context, keys, scopes, call.Cancel).ConfigureAwait(false);
            string[] spenders = [.. ids.Select(SpendScope.Team), .. members.Select(member => SpendScope.Member(member.TeamId, member.UserId))];
            context.Members.RemoveRange(members);
            context.Teams.RemoveRange(rows);
            context.Spend.RemoveRange(await SpendRows.LockAsync(context, spenders, call.Cancel).ConfigureAwait(false));
            scopes.UnionWith(spenders);
            return new DeletedTeams(ids, keys.Count);
        });

    private static Task<Outcome<TeamInfo>> ChangeAsync(AdminCall call, string id, Action<TeamRow> change, string? action = null) => ChangeAsync(
        call,
        id,
        (_, row) =>
        {
            change(row);
            return Task.FromResult<Outcome<TeamRow>>(row);
        },
        action);

    private static Task<Outcome<TeamInfo>> ChangeAsync(
        AdminCall call, string id, Func<RealtimeDbContext, TeamRow, Task<Outcome<TeamRow>>> change, string? action = null) =>
        call.ChangeAsync<TeamInfo>(
            async (context, scopes) =>
            {
                if (await TeamReading.FindAsync(call, context, id).ConfigureAwait(false) is not { } row)
                {
                    return TeamReading.NotFound(id);
                }

                if ((await change(context, row).ConfigureAwait(false)).Refusal is { } refusal)
                {
                    return refusal;
                }

                await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);

                // The members too: what a team gives them may have changed.
                scopes.Add(SpendScope.Team(id));
                var users = await context.Members.Where(member => member.TeamId == id).Select(member => member.UserId).ToListAsync(call.Cancel).ConfigureAwait(false);
                scopes.UnionWith(users.Select(user => SpendScope.Member(id, user)));
                return await TeamReading.ShowAsync(call, context, row).ConfigureAwait(false);
            },
            action);
}
