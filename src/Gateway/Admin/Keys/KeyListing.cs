using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;
using Realtime.Storage.Database;
using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Keys;

/// <summary>Lists keys.</summary>
internal static class KeyListing
{
    /// <summary>The deleted keys that a list looks through at most: the last ones.</summary>
    public const int MostDeleted = 10_000;

    private const int MostOnAPage = 100;

    public static async Task<Outcome<KeyList>> ListAsync(AdminCall call)
    {
        var query = call.Query;
        var (page, size) = (query.Number("page", 1, int.MaxValue), query.Number("size", 10, MostOnAPage));
        var (full, descending, byAlias) = (query.Flag("return_full_object"), query.Text("sort_order") != "asc", query.Text("sort_by") == "key_alias");
        var filter = new KeyFilter(call.Caller, query);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var expand = query.Text("expand");
        if (expand is not null && expand.Split(',').Any(name => name != "user"))
        {
            return AdminErrors.Bad("expand must be user.", "expand");
        }

        if (query.Text("status") is not (null or "deleted") and var status)
        {
            return AdminErrors.Bad($"status must be deleted, not {status}; without it the keys that there are are listed.", "status");
        }

        return await call.ReadAsync<Outcome<KeyList>>(async context =>
        {
            var deleted = query.Text("status") is null ? null : await DeletedAsync(context, call.Cancel).ConfigureAwait(false);
            IQueryable<KeyRow> all = deleted is null ? context.Keys : deleted.Select(one => one.Row).AsQueryable();
            var rows = Sort(await filter.ApplyAsync(all, context, call.Cancel).ConfigureAwait(false), byAlias, descending);
            var found = deleted is null && !filter.NeedsRows
                ? await Page<KeyRow>.ReadAsync(rows, page, size, call.Cancel).ConfigureAwait(false)
                : PageOf([.. (deleted is null ? await rows.ToListAsync(call.Cancel).ConfigureAwait(false) : [.. rows]).Where(filter.Names)], page, size);
            var owners = expand is null ? [] : await OwnersAsync(context, found.Items, call.Cancel).ConfigureAwait(false);
            var shown = new List<object>();
            foreach (var row in found.Items)
            {
                shown.Add(!full && expand is null ? row.Hash : await KeyReading.ShowAsync(context, row, call, withHash: true).ConfigureAwait(false) with
                {
                    User = owners.Find(owner => owner.UserId == row.UserId),
                    DeletedAt = deleted?.Find(one => one.Row == row).At,
                    DeletedBy = deleted?.Find(one => one.Row == row).By,
                });
            }

            return new KeyList(shown, found.Total, found.Number, found.Count);
        }).ConfigureAwait(false);
    }

    private static IQueryable<KeyRow> Sort(IQueryable<KeyRow> rows, bool byAlias, bool descending) => byAlias
        ? (descending ? rows.OrderByDescending(row => row.Alias) : rows.OrderBy(row => row.Alias)).ThenBy(row => row.Hash)
        : (descending ? rows.OrderByDescending(row => row.CreatedAt) : rows.OrderBy(row => row.CreatedAt)).ThenBy(row => row.Hash);

    private static Page<KeyRow> PageOf(List<KeyRow> rows, int number, int size) =>
        new([.. rows.Skip((int)Math.Min(int.MaxValue, (long)(number - 1) * size)).Take(size)], rows.Count, number, size);

    // What is deleted is in the audit alone.
    private static async Task<List<(KeyRow Row, DateTimeOffset? At, string? By)>> DeletedAsync(RealtimeDbContext context, CancellationToken cancellationToken)
    {
        var changes = await context.Audit
            .Where(change => change.TableName == "key" && change.Action == "deleted" && change.BeforeValue != null)
            .OrderByDescending(change => change.UpdatedAt).ThenBy(change => change.Id)
            .Take(MostDeleted)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. changes.Select(change => (JsonSerializer.Deserialize<KeyRow>(change.BeforeValue!, AdminJson.Options)!, (DateTimeOffset?)change.UpdatedAt, (string?)change.ChangedBy))];
    }

    private static async Task<List<KeyOwner>> OwnersAsync(RealtimeDbContext context, IReadOnlyList<KeyRow> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.UserId).OfType<string>().Distinct().ToArray();
        var users = await context.Users.Where(user => ids.Contains(user.Id)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return users.ConvertAll(user => new KeyOwner(user.Id, user.Alias, user.Email, user.Role));
    }
}
