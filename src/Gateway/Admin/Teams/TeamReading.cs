using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Keys;
using Realtime.Gateway.Admin.Policies;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>Shows teams.</summary>
internal static class TeamReading
{
    private const int MostOnAPage = 100;

    public static async Task<Outcome<TeamAnswer>> InfoAsync(AdminCall call)
    {
        if (call.Query.Text("team_id") is not { } id)
        {
            return AdminErrors.Bad("Name the team: GET /team/info?team_id=ID.", "team_id");
        }

        return await call.ReadAsync<Outcome<TeamAnswer>>(async context =>
        {
            if (!await MaySeeAsync(call, context, id).ConfigureAwait(false))
            {
                return AdminErrors.Forbidden("This key does not belong to the team.");
            }

            if (await FindAsync(call, context, id).ConfigureAwait(false) is not { } row)
            {
                return NotFound(id);
            }

            var keys = await context.Keys.Where(key => key.TeamId == id).OrderBy(key => key.CreatedAt).ToListAsync(call.Cancel).ConfigureAwait(false);
            var shown = new List<KeyInfo>();
            foreach (var key in keys)
            {
                shown.Add(await KeyReading.ShowAsync(context, key, call, withHash: true).ConfigureAwait(false));
            }

            var memberships = await MembershipsAsync(call, context, await context.Members.Where(member => member.TeamId == id).ToListAsync(call.Cancel).ConfigureAwait(false)).ConfigureAwait(false);
            return new TeamAnswer(id, await ShowAsync(call, context, row).ConfigureAwait(false), shown, memberships);
        }).ConfigureAwait(false);
    }

    /// <summary>LiteLLM's <c>/team/list</c> is a plain list; a page of it where one is asked for.</summary>
    public static async Task<Outcome<List<TeamInfo>>> ListAsync(AdminCall call)
    {
        var (page, problem) = await PageAsync(call, int.MaxValue).ConfigureAwait(false);
        return page is null ? problem! : page.Teams.ToList();
    }

    public static Task<Outcome<TeamPage>> PageAsync(AdminCall call) => PageAsync(call, 10);

    public static Task<TeamRow?> FindAsync(AdminCall call, RealtimeDbContext context, string id) =>
        context.Teams.FirstOrDefaultAsync(row => row.Id == id, call.Cancel);

    public static SessionRefusal NotFound(string id) => AdminErrors.NotFound($"Team not found, passed team id: {id}.", "team_id");

    public static async Task<TeamInfo> ShowAsync(AdminCall call, RealtimeDbContext context, TeamRow row)
    {
        var members = await MembersAsync(call, context, [row.Id]).ConfigureAwait(false);
        return new TeamInfo(row, [.. members[row.Id]], await SpendReading.ReadAsync(context, SpendScope.Team(row.Id), call.Cancel).ConfigureAwait(false), call.Now);
    }

    public static async Task<List<MembershipInfo>> MembershipsAsync(AdminCall call, RealtimeDbContext context, IReadOnlyCollection<MemberRow> rows)
    {
        var spend = await SpendReading.ReadAsync(context, rows.Select(row => SpendScope.Member(row.TeamId, row.UserId)), call.Cancel).ConfigureAwait(false);
        return [.. rows.Select(row => new MembershipInfo(row, [.. spend[SpendScope.Member(row.TeamId, row.UserId)]], call.Now))];
    }

    private static async Task<Outcome<TeamPage>> PageAsync(AdminCall call, int missingSize)
    {
        var query = call.Query;
        var (number, size) = (query.Number("page", 1, int.MaxValue), query.Number("page_size", missingSize, MostOnAPage));
        var (user, id, alias) = (query.Text("user_id"), query.Text("team_id"), query.Text("team_alias"));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return await call.ReadAsync<Outcome<TeamPage>>(async context =>
        {
            IQueryable<TeamRow> rows = context.Teams;
            rows = user is null ? rows : rows.Where(row => context.Members.Any(member => member.TeamId == row.Id && member.UserId == user));
            rows = id is null ? rows : rows.Where(row => row.Id == id);
            rows = alias is null ? rows : rows.Where(row => row.Alias == alias);
            var page = await Page<TeamRow>.ReadAsync(rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id), number, size, call.Cancel).ConfigureAwait(false);
            var ids = page.Items.Select(row => row.Id).ToArray();
            var members = await MembersAsync(call, context, ids).ConfigureAwait(false);
            var spend = await SpendReading.ReadAsync(context, ids.Select(SpendScope.Team), call.Cancel).ConfigureAwait(false);
            return new TeamPage(
                [.. page.Items.Select(row => new TeamInfo(row, [.. members[row.Id]], [.. spend[SpendScope.Team(row.Id)]], call.Now))],
                page.Total,
                page.Number,
                page.Size,
                page.Count);
        }).ConfigureAwait(false);
    }

    private static async Task<ILookup<string, MemberInfo>> MembersAsync(AdminCall call, RealtimeDbContext context, string[] teams)
    {
        var members = await context.Members.AsNoTracking().Where(member => teams.Contains(member.TeamId)).OrderBy(member => member.UserId)
            .Select(member => new { member.TeamId, member.Role, member.UserId, Email = context.Users.Where(user => user.Id == member.UserId).Select(user => user.Email).FirstOrDefault() })
            .ToListAsync(call.Cancel).ConfigureAwait(false);
        return members.ToLookup(member => member.TeamId, member => new MemberInfo(member.Role, member.UserId, member.Email), StringComparer.Ordinal);
    }

    private static async Task<bool> MaySeeAsync(AdminCall call, RealtimeDbContext context, string id) =>
        call.Caller.SeesAll || call.Caller.Key?.TeamId == id
        || (call.Caller.Key?.UserId is { } user && await context.Members.AnyAsync(member => member.TeamId == id && member.UserId == user, call.Cancel).ConfigureAwait(false));
}
