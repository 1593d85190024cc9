using System.Text.Json.Nodes;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admin.Policies;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Teams;

/// <summary>Puts a request's fields into a team.</summary>
internal static class TeamPatch
{
    private static readonly IReadOnlyList<string> Inert = InertFieldsAttribute.Of(typeof(TeamFields));

    public static async Task<Outcome<TeamRow>> ApplyAsync(AdminCall call, RealtimeDbContext context, TeamRow row, JsonObject body, TeamFields fields)
    {
        var (settings, wrong) = SettingsPatch.Apply(row.Settings, body, Inert, call.Config);
        if (settings is null)
        {
            return wrong!;
        }

        row.Settings = settings;
        row.Alias = body.ContainsKey("team_alias") ? fields.TeamAlias : row.Alias;
        row.Blocked = body.ContainsKey("blocked") ? fields.Blocked ?? false : row.Blocked;
        await SpendWindows.ApplyAsync(context, SpendScope.Team(row.Id), settings, call.Now, null, call.Cancel).ConfigureAwait(false);
        return row;
    }
}
