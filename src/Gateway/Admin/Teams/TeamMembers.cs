using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Keys;
using Realtime.Gateway.Admin.Policies;
using Realtime.Gateway.Admin.Users;
using Realtime.Storage.Database;
using Realtime.Storage.Model;
using Realtime.Storage.Policies;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>Adds members to teams and takes them out.</summary>
internal static class TeamMembers
{
    private static readonly string[] Roles = ["admin", "user"];

    public static Task<Outcome<MembersAdded>> AddAsync(AdminCall call, AdminBody<AddMembersRequest> body) =>
        call.ChangeAsync<MembersAdded>(async (context, scopes) =>
        {
            var fields = body.Fields;
            if (await TeamReading.FindAsync(call, context, fields.TeamId).ConfigureAwait(false) is not { } team)
            {
                return TeamReading.NotFound(fields.TeamId);
            }

            var settings = new PolicySettings { MaxBudget = fields.MaxBudgetInTeam, BudgetDuration = fields.BudgetDuration, Models = fields.AllowedModels };
            if (SettingsCheck.Check(settings, call.Config) is { } wrong)
            {
                return wrong;
            }

            var (added, refusal) = await AddAsync(call, context, team, fields.Member, settings).ConfigureAwait(false);
            if (added is null)
            {
                // Some users may have been made already.
                throw new RefusedException(refusal!);
            }

            scopes.UnionWith(added.Select(member => SpendScope.Member(member.TeamId, member.UserId)));
            var ids = added.Select(member => member.UserId).ToArray();
            var users = await context.Users.Where(user => ids.Contains(user.Id)).ToListAsync(call.Cancel).ConfigureAwait(false);
            return new MembersAdded(
                await TeamReading.ShowAsync(call, context, team).ConfigureAwait(false),
                await UserReading.ShowAsync(call, context, users).ConfigureAwait(false),
                await TeamReading.MembershipsAsync(call, context, added).ConfigureAwait(false));
        });

    /// <summary>Adds members; users that are not known are made.</summary>
    public static async Task<Outcome<List<MemberRow>>> AddAsync(
        AdminCall call, RealtimeDbContext context, TeamRow team, IReadOnlyList<MemberFields> members, PolicySettings settings)
    {
        var added = new List<MemberRow>();
        foreach (var member in members)
        {
            if (!Roles.Contains(member.Role))
            {
                return AdminErrors.Bad("member.role must be admin or user.", "member");
            }

            var user = await FindUserAsync(call, context, member.UserId, member.UserEmail).ConfigureAwait(false);
            if (user is null && member.UserId is null && member.UserEmail is null)
            {
                return AdminErrors.Bad("A member needs a user_id or a user_email.", "member");
            }

            user ??= context.Users.Add(new UserRow { Id = member.UserId ?? Guid.NewGuid().ToString(), Email = member.UserEmail }).Entity;
            if (await context.Members.AnyAsync(one => one.TeamId == team.Id && one.UserId == user.Id, call.Cancel).ConfigureAwait(false))
            {
                return AdminErrors.Bad($"User {user.Id} is already a member of the team.", "member");
            }

            var row = new MemberRow { TeamId = team.Id, UserId = user.Id, Role = member.Role, Settings = settings };
            context.Members.Add(row);
            added.Add(row);
            await SpendWindows.ApplyAsync(context, SpendScope.Member(team.Id, user.Id), settings, call.Now, null, call.Cancel).ConfigureAwait(false);
            await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
        }

        return added;
    }

    public static Task<Outcome<MembershipInfo>> UpdateAsync(AdminCall call, AdminBody<UpdateMemberRequest> body) =>
        call.ChangeAsync<MembershipInfo>(async (context, scopes) =>
        {
            var (fields, json) = body;
            var row = await context.Members.FirstOrDefaultAsync(one => one.TeamId == fields.TeamId && one.UserId == fields.UserId, call.Cancel).ConfigureAwait(false);
            if (row is null)
            {
                return AdminErrors.NotFound("The user is no member of the team.", "user_id");
            }

            if (fields.Role is { } role && !Roles.Contains(role))
            {
                return AdminErrors.Bad("role must be admin or user.", "role");
            }

            var settings = row.Settings with
            {
                MaxBudget = json.ContainsKey("max_budget_in_team") ? fields.MaxBudgetInTeam : row.Settings.MaxBudget,
                BudgetDuration = json.ContainsKey("budget_duration") ? fields.BudgetDuration : row.Settings.BudgetDuration,
                Models = json.ContainsKey("allowed_models") ? fields.AllowedModels : row.Settings.Models,
                RpmLimit = json.ContainsKey("rpm_limit") ? fields.RpmLimit : row.Settings.RpmLimit,
                TpmLimit = json.ContainsKey("tpm_limit") ? fields.TpmLimit : row.Settings.TpmLimit,
            };
            if (SettingsCheck.Check(settings, call.Config) is { } wrong)
            {
                return wrong;
            }

            row.Settings = settings;
            row.Role = fields.Role ?? row.Role;
            var scope = SpendScope.Member(row.TeamId, row.UserId);
            scopes.Add(scope);
            var spend = await SpendWindows.ApplyAsync(context, scope, settings, call.Now, null, call.Cancel).ConfigureAwait(false);
            await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
            return new MembershipInfo(row, spend, call.Now);
        });

    public static Task<Outcome<TeamInfo>> DeleteAsync(AdminCall call, AdminBody<DeleteMemberRequest> body) =>
        call.ChangeAsync<TeamInfo>(async (context, scopes) =>
        {
            var fields = body.Fields;
            if (await TeamReading.FindAsync(call, context, fields.TeamId).ConfigureAwait(false) is not { } team)
            {
                return TeamReading.NotFound(fields.TeamId);
            }

            var user = fields.UserId ?? (await FindUserAsync(call, context, null, fields.UserEmail).ConfigureAwait(false))?.Id;
            var row = await context.Members.FirstOrDefaultAsync(one => one.TeamId == team.Id && one.UserId == user, call.Cancel).ConfigureAwait(false);
            if (row is null)
            {
                return AdminErrors.NotFound("The user is no member of the team.", "user_id");
            }

            var scope = SpendScope.Member(team.Id, row.UserId);
            var keys = await context.Keys.Where(key => key.TeamId == team.Id && key.UserId == row.UserId).ToListAsync(call.Cancel).ConfigureAwait(false);
            await KeyChanges.RemoveAsync(context, keys, scopes, call.Cancel).ConfigureAwait(false);
            context.Members.Remove(row);
            context.Spend.RemoveRange(await SpendRows.LockAsync(context, [scope], call.Cancel).ConfigureAwait(false));
            scopes.Add(scope);
            await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
            return await TeamReading.ShowAsync(call, context, team).ConfigureAwait(false);
        });

    private static async Task<UserRow?> FindUserAsync(AdminCall call, RealtimeDbContext context, string? id, string? email) =>
        id is not null ? await context.Users.FirstOrDefaultAsync(user => user.Id == id, call.Cancel).ConfigureAwait(false)
        : email is not null ? await context.Users.FirstOrDefaultAsync(user => user.Email == email, call.Cancel).ConfigureAwait(false)
        : null;
}
