using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Database;
using Realtime.Storage.Model;
using Realtime.Storage.Policies;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>Changes keys.</summary>
internal static class KeyChanges
{
    public static Task<Outcome<UpdatedKey>> UpdateAsync(AdminCall call, AdminBody<UpdateKeyRequest> body) =>
        call.ChangeAsync<UpdatedKey>(async (context, scopes) =>
        {
            var (row, refusal) = await KeyFinding.FindAsync(call, context, body.Fields.Key).ConfigureAwait(false);
            if (row is null)
            {
                return refusal!;
            }

            if (!call.Caller.IsAdmin && ((body.Json.ContainsKey("user_id") && body.Fields.UserId != row.UserId) || (body.Json.ContainsKey("team_id") && body.Fields.TeamId != row.TeamId)))
            {
                return AdminErrors.Forbidden("Only an administrator may give a key to another user or team.");
            }

            var (parts, problem) = await KeyPatch.ApplyAsync(call, context, row, body.Json, body.Fields).ConfigureAwait(false);
            return parts is null ? problem! : await SavedAsync(call, context, scopes, body.Fields.Key, row, parts).ConfigureAwait(false);
        });

    public static Task<Outcome<UpdatedKey>> BlockAsync(AdminCall call, AdminBody<KeyRequest> body) => SetBlockedAsync(call, body, true);

    public static Task<Outcome<UpdatedKey>> UnblockAsync(AdminCall call, AdminBody<KeyRequest> body) => SetBlockedAsync(call, body, false);

    public static Task<Outcome<DeletedKeys>> DeleteAsync(AdminCall call, AdminBody<DeleteKeysRequest> body) =>
        call.ChangeAsync<DeletedKeys>(async (context, scopes) =>
        {
            var (keys, aliases) = (body.Fields.Keys ?? [], body.Fields.KeyAliases ?? []);
            if (keys.Count + aliases.Count == 0)
            {
                return AdminErrors.Bad("Name the keys, in keys or in key_aliases.", "keys");
            }

            var hashes = keys.Select(KeyText.HashOf).ToArray();
            var rows = await context.Keys
                .Where(row => hashes.Contains(row.Hash) || (row.Alias != null && aliases.Contains(row.Alias)))
                .ToListAsync(call.Cancel).ConfigureAwait(false);
            if (hashes.Any(hash => rows.All(row => row.Hash != hash)) || aliases.Exists(alias => rows.All(row => row.Alias != alias)))
            {
                return AdminErrors.NotFound("Not all keys were found in the database, none was deleted.", "keys");
            }

            if (!rows.TrueForAll(row => KeyFinding.MayChange(call.Caller, row)))
            {
                return AdminErrors.Forbidden("Some of these keys belong to somebody else, none was deleted.");
            }

            await RemoveAsync(context, rows, scopes, call.Cancel).ConfigureAwait(false);
            return new DeletedKeys([.. keys, .. aliases]);
        });

    /// <summary>Deletes keys with what was counted for them; the ledger keeps what they used.</summary>
    public static async Task RemoveAsync(RealtimeDbContext context, IReadOnlyCollection<KeyRow> rows, ISet<string> scopes, CancellationToken cancellationToken)
    {
        var spenders = rows.Select(row => SpendScope.Key(row.Hash)).ToArray();
        context.Keys.RemoveRange(rows);
        context.Spend.RemoveRange(await SpendRows.LockAsync(context, spenders, cancellationToken).ConfigureAwait(false));
        scopes.UnionWith(spenders);
    }

    public static Task<Outcome<ResetSpendAnswer>> ResetSpendAsync(AdminCall call, AdminBody<ResetSpendRequest> body) =>
        call.ChangeAsync<ResetSpendAnswer>(
            async (context, scopes) =>
            {
                var (row, refusal) = await KeyFinding.FindAsync(call, context, call.Route("key")!).ConfigureAwait(false);
                if (row is null)
                {
                    return refusal!;
                }

                var scope = SpendScope.Key(row.Hash);
                var spend = await SpendRows.FindOrAddAsync(context, scope, SpendWindow.Main, call.Cancel).ConfigureAwait(false);
                spend.Roll(call.Now);
                var before = spend.Spend;
                if (body.Fields.ResetTo < 0 || body.Fields.ResetTo > before)
                {
                    return AdminErrors.Bad($"reset_to must be from 0 to the current spend, {before}.", "reset_to");
                }

                spend.Spend = Money.Round(body.Fields.ResetTo);
                context.Entry(row).State = EntityState.Modified;
                scopes.Add(scope);
                return new ResetSpendAnswer(row.Hash, before, spend.Spend, row.Settings.MaxBudget, spend.ResetAt);
            },
            "spend_reset");

    private static Task<Outcome<UpdatedKey>> SetBlockedAsync(AdminCall call, AdminBody<KeyRequest> body, bool blocked) =>
        call.ChangeAsync<UpdatedKey>(
            async (context, scopes) =>
            {
                var (row, refusal) = await KeyFinding.FindAsync(call, context, body.Fields.Key).ConfigureAwait(false);
                if (row is null)
                {
                    return refusal!;
                }

                row.Blocked = blocked;
                return await SavedAsync(call, context, scopes, body.Fields.Key, row, null).ConfigureAwait(false);
            },
            blocked ? "blocked" : "unblocked");

    private static async Task<UpdatedKey> SavedAsync(
        AdminCall call, RealtimeDbContext context, ISet<string> scopes, string named, KeyRow row, KeyParts? parts)
    {
        // Saved here, so that the answer shows when and by whom.
        await context.SaveChangesAsync(call.Cancel).ConfigureAwait(false);
        scopes.Add(SpendScope.Key(row.Hash));
        parts ??= await KeyReading.PartsAsync(context, row, call.Cancel).ConfigureAwait(false);
        return new UpdatedKey(named, row, parts.Budget, parts.Spend, call.Now);
    }
}
