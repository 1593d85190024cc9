using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>Which keys a call of <c>/key/list</c> asks for, and may see.</summary>
internal sealed class KeyFilter
{
    // LiteLLM's things that a key may name here without effect: the filter finds the keys that name them.
    private static readonly string[] OfLiteLlm = ["organization_id", "project_id", "agent_id", "access_group_id"];

    private readonly string? _user;
    private readonly string? _userPart;
    private readonly string? _team;
    private readonly string? _hash;
    private readonly string? _alias;
    private readonly string? _aliasPart;
    private readonly DateTimeOffset? _expires;
    private readonly bool _withTeams;
    private readonly bool _withMade;
    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);

    /// <summary>Reads the query.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="query">Its query; tells what is wrong with it.</param>
    public KeyFilter(AdminCaller caller, QueryReader query)
    {
        var inPart = query.Flag("substring_matching");
        var (user, alias) = (query.Text("user_id"), query.Text("key_alias"));

        // Who does not see everything asks about itself, whatever it names.
        _user = !caller.SeesAll ? caller.Key!.UserId : inPart ? null : user;
        _userPart = caller.SeesAll && inPart ? Lower(user) : null;
        _alias = inPart ? null : alias;
        _aliasPart = inPart ? Lower(alias) : null;
        (_team, _hash) = (query.Text("team_id"), query.Text("key_hash"));
        _expires = query.Time("expires", endOfDay: true);
        (_withTeams, _withMade) = (query.Flag("include_team_keys"), query.Flag("include_created_by_keys"));
        foreach (var name in OfLiteLlm)
        {
            if (query.Text(name) is { } text)
            {
                _others[name] = text;
            }
        }
    }

    /// <summary>Gets the parameters that are read here.</summary>
    public static QueryField[] Fields { get; } =
    [
        new("user_id", "Only keys of this user."),
        new("team_id", "Only keys of this team."),
        new("key_hash", "Only the key with this hash."),
        new("key_alias", "Only the key with this alias."),
        new("substring_matching", "Whether user_id and key_alias may be a part of what is looked for, in any case.", "boolean"),
        new("include_team_keys", "With a user: also the keys of the teams whose admin the user is.", "boolean"),
        new("include_created_by_keys", "With a user: also the keys that the user made.", "boolean"),
        new("expires", "Only keys that expire before this time, or by the end of this day."),
        new("organization_id", "Only keys that name this organization; it has no effect on sessions."),
        new("project_id", "Only keys that name this project; it has no effect on sessions."),
        new("agent_id", "Only keys that name this agent; it has no effect on sessions."),
        new("access_group_id", "Only keys that name this group in access_group_ids; it has no effect on sessions."),
    ];

    /// <summary>Gets a value indicating whether the database alone cannot tell which rows fit.</summary>
    public bool NeedsRows => _others.Count > 0;

    /// <summary>Says whether a row names what was asked for of LiteLLM's things.</summary>
    /// <param name="row">The row.</param>
    public bool Names(KeyRow row) => _others.All(other => Values(row, other.Key).Contains(other.Value, StringComparer.Ordinal));

    /// <summary>Leaves the rows that fit.</summary>
    /// <param name="rows">The rows, of the database or of the memory.</param>
    /// <param name="context">Knows the teams.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    public async Task<IQueryable<KeyRow>> ApplyAsync(IQueryable<KeyRow> rows, RealtimeDbContext context, CancellationToken cancellationToken)
    {
        if (_user is { } user)
        {
            string[] teams = _withTeams
                ? await context.Members.Where(member => member.UserId == user && member.Role == "admin").Select(member => member.TeamId)
                    .ToArrayAsync(cancellationToken).ConfigureAwait(false)
                : [];

            // The master key's holder is no user, whatever a user's id may be.
            var maker = _withMade && user != AdminCaller.Master ? user : null;
            rows = rows.Where(row =>
                row.UserId == user || (row.TeamId != null && teams.Contains(row.TeamId)) || (maker != null && row.CreatedBy == maker));
        }

#pragma warning disable CA1304, CA1311, CA1862 // The database knows lower(), and no cultures.
        rows = _userPart is null ? rows : rows.Where(row => row.UserId != null && row.UserId.ToLower().Contains(_userPart));
        rows = _aliasPart is null ? rows : rows.Where(row => row.Alias != null && row.Alias.ToLower().Contains(_aliasPart));
#pragma warning restore CA1304, CA1311, CA1862
        rows = _team is null ? rows : rows.Where(row => row.TeamId == _team);
        rows = _hash is null ? rows : rows.Where(row => row.Hash == _hash);
        rows = _alias is null ? rows : rows.Where(row => row.Alias == _alias);
        return _expires is { } time ? rows.Where(row => row.Expires < time) : rows;
    }

#pragma warning disable CA1308 // As the database's lower() does it.
    private static string? Lower(string? text) => text?.ToLowerInvariant();
#pragma warning restore CA1308

    private static IEnumerable<string> Values(KeyRow row, string name)
    {
        var kept = row.Settings.Other;
        return name == "access_group_id"
            ? (kept?["access_group_ids"] as System.Text.Json.Nodes.JsonArray ?? []).Select(value => value?.ToString() ?? "")
            : kept?[name] is { } value ? [value.ToString()] : [];
    }
}
