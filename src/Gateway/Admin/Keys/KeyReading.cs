using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>Shows keys.</summary>
internal static class KeyReading
{
    private const int MostOnAPage = 100;

    public static async Task<Outcome<KeyAnswer>> InfoAsync(AdminCall call)
    {
        var named = call.Query.Text("key");
        if (named is null && call.Caller.Key is null)
        {
            return AdminErrors.Bad("Name the key: GET /key/info?key=KEY. The master key is no virtual key and has no row.", "key");
        }

        var hash = named is null ? call.Caller.KeyHash : KeyText.HashOf(named);
        var info = await call.ReadAsync(async context =>
        {
            var row = await context.Keys.FirstOrDefaultAsync(one => one.Hash == hash, call.Cancel).ConfigureAwait(false);
            return row is null || !MaySee(call.Caller, row) ? (row, null) : (row, await ShowAsync(context, row, call).ConfigureAwait(false));
        }).ConfigureAwait(false);
        return info.Item2 is { } shown ? new KeyAnswer(named ?? hash, shown)
            : info.row is null && call.Caller.SeesAll ? KeyFinding.NotFound()
            : AdminErrors.Forbidden("This key belongs to somebody else.");
    }

    public static async Task<Outcome<KeysAnswer>> ManyAsync(AdminCall call, AdminBody<KeysRequest> body)
    {
        if (body.Fields.Keys is not { Count: > 0 } keys)
        {
            return AdminErrors.Bad("Malformed request. No keys passed in.", "keys") with { Status = 422, Code = "422" };
        }

        var found = await call.ReadAsync(async context =>
        {
            var hashes = keys.Select(KeyText.HashOf).ToArray();
            var rows = await context.Keys.Where(row => hashes.Contains(row.Hash)).ToListAsync(call.Cancel).ConfigureAwait(false);
            var shown = new List<(string Key, KeyInfo Info)>();
            foreach (var key in keys)
            {
                if (rows.Find(row => row.Hash == KeyText.HashOf(key)) is { } row)
                {
                    shown.Add((key, await ShowAsync(context, row, call).ConfigureAwait(false)));
                }
            }

            return shown;
        }).ConfigureAwait(false);
        return found.Count == 0
            ? AdminErrors.NotFound("No keys found", "keys")
            : new KeysAnswer([.. found.Select(one => one.Key)], [.. found.Select(one => one.Info)]);
    }

    public static async Task<Outcome<AliasList>> AliasesAsync(AdminCall call)
    {
        var query = call.Query;
        var (page, size, search) = (query.Number("page", 1, int.MaxValue), query.Number("size", 50, MostOnAPage), query.Text("search"));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return await call.ReadAsync<Outcome<AliasList>>(async context =>
        {
            var aliases = context.Keys.Where(row => row.Alias != null && (search == null || row.Alias.Contains(search))).Select(row => row.Alias!).Order();
            var found = await Page<string>.ReadAsync(aliases, page, size, call.Cancel).ConfigureAwait(false);
            return new AliasList(found.Items, found.Total, found.Number, found.Count, found.Size);
        }).ConfigureAwait(false);
    }

    /// <summary>Reads what belongs to a key beside its row.</summary>
    public static async Task<KeyParts> PartsAsync(RealtimeDbContext context, KeyRow row, CancellationToken cancellationToken)
    {
        var scope = SpendScope.Key(row.Hash);
        var budget = row.BudgetId is { } id
            ? await context.Budgets.FirstOrDefaultAsync(one => one.Id == id, cancellationToken).ConfigureAwait(false)
            : null;
        // Not tracked: showing the present period must not write it, while the ledger may be booking.
        return new KeyParts(budget, await context.Spend.AsNoTracking().Where(one => one.Scope == scope).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Shows a key.</summary>
    public static async Task<KeyInfo> ShowAsync(RealtimeDbContext context, KeyRow row, AdminCall call, bool withHash = false)
    {
        var parts = await PartsAsync(context, row, call.Cancel).ConfigureAwait(false);
        return new KeyInfo(row, parts.Budget, parts.Spend, call.Now, withHash);
    }

    private static bool MaySee(AdminCaller caller, KeyRow row) =>
        caller.SeesAll || row.Hash == caller.KeyHash || (row.UserId is not null && row.UserId == caller.Key?.UserId);
}
