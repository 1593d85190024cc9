using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Keys;
using Realtime.Gateway.Admin.Policies;
using Realtime.Gateway.Admin.Teams;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;
using Realtime.Storage.Model;
using Realtime.Storage.Policies;

namespace Realtime.Gateway.Admin.Users;

/// <summary>Changes users.</summary>
internal static class UserChanges
{
    private static readonly string[] Roles = ["proxy_admin", "proxy_admin_viewer", "internal_user", "internal_user_viewer"];
    private static readonly IReadOnlyList<string> Inert = InertFieldsAttribute.Of(typeof(UserFields));

    public static Task<Outcome<NewUser>> NewAsync(AdminCall call, AdminBody<NewUserRequest> body) =>
        call.ChangeAsync<NewUser>(async (context, scopes) =>
        {
            var fields = body.Fields;
            var id = string.IsNullOrEmpty(fields.UserId) ? Guid.NewGuid().ToString() : fields.UserId;
            if (await context.Users.AnyAsync(user => user.Id == id, call.Cancel).ConfigureAwait(false))
            {
                return AdminErrors.Bad($"User with id {id} already exists.", "user_id");
            }

            var team = fields.TeamId is { } wanted ? await TeamReading.FindAsync(call, context, wanted).ConfigureAwait(false) : null;
            if (team is null && fields.TeamId is { } missing)
            {
                return TeamReading.NotFound(missing);
            }

            var row = new UserRow { Id = id };
            if (await ApplyAsync(call, context, row, body.Json, fields).ConfigureAwait(false) is { } wrong)
            {
                return wrong;
            }

            context.Users.Add(row);
            await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
            if (team is not null)
            {
                _ = await TeamMembers.AddAsync(call, context, team, [new MemberFields { UserId = id }], PolicySettings.None).ConfigureAwait(false);
            }

            scopes.Add(SpendScope.User(id));
            GeneratedKey? key = null;
            if (fields.AutoCreateKey ?? true)
            {
                var (made, refusal) = await KeyMaking.AddForUserAsync(call, context, scopes, fields, id).ConfigureAwait(false);
                key = made ?? throw new RefusedException(refusal!);
            }

            return new NewUser((await UserReading.ShowAsync(call, context, [row]).ConfigureAwait(false))[0], key);
        });

    public static Task<Outcome<UpdatedUser>> UpdateAsync(AdminCall call, AdminBody<UpdateUserRequest> body) =>
        call.ChangeAsync<UpdatedUser>(async (context, scopes) =>
        {
            var id = body.Fields.UserId;
            if (await context.Users.FirstOrDefaultAsync(user => user.Id == id, call.Cancel).ConfigureAwait(false) is not { } row)
            {
                return UserReading.NotFound(id);
            }

            if (await ApplyAsync(call, context, row, body.Json, body.Fields).ConfigureAwait(false) is { } wrong)
            {
                return wrong;
            }

            await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
            scopes.Add(SpendScope.User(id));
            return new UpdatedUser(id, (await UserReading.ShowAsync(call, context, [row]).ConfigureAwait(false))[0]);
        });

    public static Task<Outcome<DeletedUsers>> DeleteAsync(AdminCall call, AdminBody<DeleteUsersRequest> body) =>
        call.ChangeAsync<DeletedUsers>(async (context, scopes) =>
        {
            var ids = body.Fields.UserIds.Distinct(StringComparer.Ordinal).ToArray();
            var rows = await context.Users.Where(row => ids.Contains(row.Id)).ToListAsync(call.Cancel).ConfigureAwait(false);
            if (ids.FirstOrDefault(id => rows.All(row => row.Id != id)) is { } missing)
            {
                return UserReading.NotFound(missing);
            }

            var keys = await context.Keys.Where(row => row.UserId != null && ids.Contains(row.UserId)).ToListAsync(call.Cancel).ConfigureAwait(false);
            var members = await context.Members.Where(row => ids.Contains(row.UserId)).ToListAsync(call.Cancel).ConfigureAwait(false);
            await KeyChanges.RemoveAsync(context, keys, scopes, call.Cancel).ConfigureAwait(false);
            string[] spenders = [.. ids.Select(SpendScope.User), .. members.Select(member => SpendScope.Member(member.TeamId, member.UserId))];
            context.Members.RemoveRange(members);
            context.Users.RemoveRange(rows);
            context.Spend.RemoveRange(await SpendRows.LockAsync(context, spenders, call.Cancel).ConfigureAwait(false));
            scopes.UnionWith(spenders);
            return new DeletedUsers(ids, keys.Count);
        });

    private static async Task<SessionRefusal?> ApplyAsync(AdminCall call, RealtimeDbContext context, UserRow row, JsonObject body, UserFields fields)
    {
        if (fields.UserRole is { } role && !Roles.Contains(role))
        {
            return AdminErrors.Bad($"user_role must be one of {string.Join(", ", Roles)}.", "user_role");
        }

        if (fields.UserEmail is { } email
            && await context.Users.AnyAsync(user => user.Email == email && user.Id != row.Id, call.Cancel).ConfigureAwait(false))
        {
            return AdminErrors.Bad($"User with email {email} already exists.", "user_email");
        }

        if (fields.Spend < 0)
        {
            return AdminErrors.Bad("spend must not be negative.", "spend");
        }

        var (settings, wrong) = SettingsPatch.Apply(row.Settings, body, Inert, call.Config);
        if (settings is null)
        {
            return wrong;
        }

        row.Settings = settings;
        row.Alias = body.ContainsKey("user_alias") ? fields.UserAlias : row.Alias;
        row.Email = body.ContainsKey("user_email") ? fields.UserEmail : row.Email;
        row.Role = fields.UserRole ?? row.Role;
        await SpendWindows.ApplyAsync(context, SpendScope.User(row.Id), settings, call.Now, fields.Spend, call.Cancel).ConfigureAwait(false);
        return null;
    }
}
