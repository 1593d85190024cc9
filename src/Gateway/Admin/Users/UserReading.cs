using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Keys;
using Realtime.Gateway.Admin.Policies;
using Realtime.Gateway.Admin.Teams;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Users;

/// <summary>Shows users.</summary>
internal static class UserReading
{
    private const int MostOnAPage = 100;

    public static async Task<Outcome<UserAnswer>> InfoAsync(AdminCall call)
    {
        var own = call.Caller.Key?.UserId;
        if ((call.Query.Text("user_id") ?? own) is not { } id)
        {
            return AdminErrors.Bad("Name the user: GET /user/info?user_id=ID.", "user_id");
        }

        if (!call.Caller.SeesAll && id != own)
        {
            return AdminErrors.Forbidden("This key does not belong to the user.");
        }

        return await call.ReadAsync<Outcome<UserAnswer>>(async context =>
        {
            if (await context.Users.FirstOrDefaultAsync(user => user.Id == id, call.Cancel).ConfigureAwait(false) is not { } row)
            {
                return NotFound(id);
            }

            var keys = new List<KeyInfo>();
            foreach (var key in await context.Keys.Where(key => key.UserId == id).OrderBy(key => key.CreatedAt).ToListAsync(call.Cancel).ConfigureAwait(false))
            {
                keys.Add(await KeyReading.ShowAsync(context, key, call, withHash: true).ConfigureAwait(false));
            }

            var teams = new List<TeamInfo>();
            foreach (var team in await context.Teams
                .Where(team => context.Members.Any(member => member.TeamId == team.Id && member.UserId == id)).ToListAsync(call.Cancel).ConfigureAwait(false))
            {
                teams.Add(await TeamReading.ShowAsync(call, context, team).ConfigureAwait(false));
            }

            return new UserAnswer(id, (await ShowAsync(call, context, [row]).ConfigureAwait(false))[0], keys, teams);
        }).ConfigureAwait(false);
    }

    public static async Task<Outcome<UserList>> ListAsync(AdminCall call)
    {
        var query = call.Query;
        var (number, size) = (query.Number("page", 1, int.MaxValue), query.Number("page_size", 25, MostOnAPage));
        var (role, ids, email) = (query.Text("role"), query.Text("user_ids")?.Split(',', StringSplitOptions.TrimEntries), query.Text("user_email"));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return await call.ReadAsync<Outcome<UserList>>(async context =>
        {
            IQueryable<UserRow> rows = context.Users;
            rows = role is null ? rows : rows.Where(row => row.Role == role);
            rows = ids is null ? rows : rows.Where(row => ids.Contains(row.Id));
            rows = email is null ? rows : rows.Where(row => row.Email != null && row.Email.Contains(email));
            var page = await Page<UserRow>.ReadAsync(rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id), number, size, call.Cancel).ConfigureAwait(false);
            return new UserList(await ShowAsync(call, context, page.Items).ConfigureAwait(false), page.Total, page.Number, page.Size, page.Count);
        }).ConfigureAwait(false);
    }

    public static SessionRefusal NotFound(string id) => AdminErrors.NotFound($"User not found, passed user_id={id}.", "user_id");

    public static async Task<List<UserInfo>> ShowAsync(AdminCall call, RealtimeDbContext context, IReadOnlyCollection<UserRow> rows)
    {
        var ids = rows.Select(row => row.Id).ToArray();
        var members = await context.Members.AsNoTracking().Where(member => ids.Contains(member.UserId)).ToListAsync(call.Cancel).ConfigureAwait(false);
        var teams = members.ToLookup(member => member.UserId, member => member.TeamId, StringComparer.Ordinal);
        var spend = await SpendReading.ReadAsync(context, ids.Select(SpendScope.User), call.Cancel).ConfigureAwait(false);
        return [.. rows.Select(row => new UserInfo(row, [.. teams[row.Id]], [.. spend[SpendScope.User(row.Id)]], call.Now))];
    }
}
