using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Realtime.Configuration.Loading;
using Realtime.Gateway.Admin.Calls;
using Realtime.Gateway.Admission;
using Realtime.Grains.Interfaces.Sessions;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>Makes keys, and gives a key another secret.</summary>
internal static class KeyMaking
{
    public static async Task<Outcome<GeneratedKey>> GenerateAsync(AdminCall call, AdminBody<GenerateKeyRequest> body)
    {
        if (KeyRules.Complete(body.Json, call.Config.LiteLlm) is { } over)
        {
            return over;
        }

        return await call.ChangeAsync<GeneratedKey>(async (context, scopes) =>
            await KeyRules.CheckAsync(call, context, body.Json).ConfigureAwait(false) is { } refusal
                ? refusal
                : await AddAsync(call, context, scopes, body.Json).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Makes the key of a new user.</summary>
    public static Task<Outcome<GeneratedKey>> AddForUserAsync(
        AdminCall call, RealtimeDbContext context, ISet<string> scopes, Users.NewUserRequest user, string userId)
    {
        var body = new JsonObject { ["user_id"] = userId, ["team_id"] = user.TeamId, ["key_alias"] = user.KeyAlias, ["duration"] = user.Duration };
        return KeyRules.Complete(body, call.Config.LiteLlm) is { } over
            ? Task.FromResult<Outcome<GeneratedKey>>(over)
            : AddAsync(call, context, scopes, body);
    }

    private static async Task<Outcome<GeneratedKey>> AddAsync(AdminCall call, RealtimeDbContext context, ISet<string> scopes, JsonObject body)
    {
        // Read again: the configuration's defaults and bounds are in it now.
        var fields = body.Deserialize<GenerateKeyRequest>(AdminJson.Options)!;
        var (key, wrong) = await ChooseAsync(call, context, fields.Key, "key").ConfigureAwait(false);
        if (key is null)
        {
            return wrong!;
        }

        var row = new KeyRow { Hash = KeyGate.Hash(key), Name = KeyText.Hint(key) };
        var (parts, problem) = await KeyPatch.ApplyAsync(call, context, row, body, fields).ConfigureAwait(false);
        if (parts is null)
        {
            return problem!;
        }

        await CapLifeAsync(call, context, row).ConfigureAwait(false);
        context.Keys.Add(row);
        await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);

        // Somebody may have tried the key before, and the cluster may remember that there was none.
        scopes.Add(SpendScope.Key(row.Hash));
        return new GeneratedKey(key, row, parts.Budget, parts.Spend, call.Now);
    }

    public static Task<Outcome<GeneratedKey>> RegenerateAsync(AdminCall call, AdminBody<RegenerateKeyRequest> body) =>
        call.ChangeAsync<GeneratedKey>(
            async (context, scopes) =>
            {
                if ((call.Route("key") ?? body.Fields.Key) is not { } named)
                {
                    return AdminErrors.Bad("Name the key, in the path or as key.", "key");
                }

                var (old, refusal) = await KeyFinding.FindAsync(call, context, named).ConfigureAwait(false);
                var (key, wrong) = await ChooseAsync(call, context, body.Fields.NewKey, "new_key").ConfigureAwait(false);
                if (old is null || key is null)
                {
                    return (refusal ?? wrong)!;
                }

                var row = new KeyRow
                {
                    Hash = KeyGate.Hash(key),
                    Name = KeyText.Hint(key),
                    Alias = old.Alias,
                    TeamId = old.TeamId,
                    UserId = old.UserId,
                    BudgetId = old.BudgetId,
                    Blocked = old.Blocked,
                    Expires = old.Expires,
                    Settings = old.Settings,
                };
                context.Keys.Remove(old);
                await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
                await MoveSpendAsync(call, context, old.Hash, row.Hash).ConfigureAwait(false);
                context.Keys.Add(row);
                var (parts, problem) = await KeyPatch.ApplyAsync(call, context, row, body.Json, body.Fields).ConfigureAwait(false);
                if (parts is null)
                {
                    // What was changed already is not kept: the transaction ends without a commit.
                    throw new RefusedException(problem!);
                }

                await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
                scopes.UnionWith([SpendScope.Key(old.Hash), SpendScope.Key(row.Hash)]);
                return new GeneratedKey(key, row, parts.Budget, parts.Spend, call.Now);
            },
            "regenerated");

    // A team says how long keys of its members live at most.
    private static async Task CapLifeAsync(AdminCall call, RealtimeDbContext context, KeyRow row)
    {
        if (row is { TeamId: { } id, UserId: not null }
            && (await context.Teams.AsNoTracking().FirstOrDefaultAsync(team => team.Id == id, call.Cancel).ConfigureAwait(false))?.Settings.MemberDefaults?.KeyDuration is { } text
            && DurationText.TryParse(text, out var life)
            && !(row.Expires <= call.Now + life))
        {
            row.Expires = call.Now + life;
        }
    }

    private static async Task MoveSpendAsync(AdminCall call, RealtimeDbContext context, string from, string to)
    {
        var scope = SpendScope.Key(from);
        foreach (var row in await context.Spend.Where(one => one.Scope == scope).ToListAsync(call.Cancel).ConfigureAwait(false))
        {
            context.Spend.Remove(row);
            context.Spend.Add(new SpendRow
            {
                Scope = SpendScope.Key(to),
                Window = row.Window,
                Spend = row.Spend,
                PeriodStart = row.PeriodStart,
                ResetAt = row.ResetAt,
                Duration = row.Duration,
            });
        }

        await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
    }

    private static async Task<(string? Key, SessionRefusal? Refusal)> ChooseAsync(AdminCall call, RealtimeDbContext context, string? wanted, string field)
    {
        if (wanted is null)
        {
            return (KeyText.Create(), null);
        }

        if (!wanted.StartsWith(KeyText.Prefix, StringComparison.Ordinal) || wanted.Length < KeyText.ShortestLength)
        {
            return (null, AdminErrors.Bad($"Invalid key format. A virtual key must start with 'sk-' and have at least {KeyText.ShortestLength} characters.", field));
        }

        var hash = KeyGate.Hash(wanted);
        return call.Config.General.MasterKey?.Matches(wanted) == true || await context.Keys.AnyAsync(one => one.Hash == hash, call.Cancel).ConfigureAwait(false)
            ? (null, AdminErrors.Bad("Key already exists.", field))
            : (wanted, null);
    }
}
