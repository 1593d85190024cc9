using Microsoft.EntityFrameworkCore;
using Realtime.Gateway.Admin.Calls;

namespace Realtime.Gateway.Admin.Spend;

/// <summary><c>/global/spend/report</c>: who spent what, by day and team or customer, or by key.</summary>
internal static class SpendReport
{
    public static async Task<Outcome<List<object>>> ReadAsync(AdminCall call)
    {
        var query = call.Query;
        var by = query.Text("group_by") ?? "team";
        if (query.Text("start_date") is null || query.Text("end_date") is null)
        {
            return AdminErrors.Bad("Please provide start_date and end_date", "start_date");
        }

        _ = SpendFilter.Owners(SpendFilter.Times(Array.Empty<Storage.Model.LedgerRow>().AsQueryable(), query), call, query);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (by is not ("team" or "customer" or "api_key"))
        {
            return AdminErrors.Bad("group_by must be team, customer or api_key.", "group_by");
        }

        return await call.ReadAsync<Outcome<List<object>>>(async context =>
        {
            var groups = await SpendGroup.ReadAsync(SpendFilter.Owners(SpendFilter.Times(context.Ledger, query), call, query), call.Cancel).ConfigureAwait(false);
            if (by == "api_key")
            {
                return groups.GroupBy(group => group.ApiKey).Select(key => (object)new KeySpend(
                    key.Key, key.Sum(one => one.Spend), key.Sum(one => one.PromptTokens), key.Sum(one => one.CompletionTokens),
                    [.. key.GroupBy(one => one.Model).Select(model => new ModelSpend(
                        model.Key, model.Sum(one => one.Spend), model.Sum(one => one.PromptTokens), model.Sum(one => one.CompletionTokens)))])).ToList();
            }

            var names = by == "team"
                ? await context.Teams.ToDictionaryAsync(team => team.Id, team => team.Alias ?? team.Id, call.Cancel).ConfigureAwait(false)
                : [];
            return groups.GroupBy(group => group.Day).OrderBy(day => day.Key).Select(day =>
            {
                var spenders = day.GroupBy(group => (by == "team" ? group.TeamId : group.EndUser) ?? "")
                    .Select(spender => Describe(by, names.GetValueOrDefault(spender.Key, spender.Key), [.. spender])).ToArray();
                return (object)new DaySpend(day.Key, by == "team" ? spenders : null, by == "team" ? null : spenders);
            }).ToList();
        }).ConfigureAwait(false);
    }

    private static SpenderSpend Describe(string by, string name, SpendGroup[] groups)
    {
        KeyModelSpend[] keys =
        [
            .. groups.GroupBy(group => (group.ApiKey, group.Model))
                .Select(key => new KeyModelSpend(key.Key.ApiKey, key.Key.Model, key.Sum(one => one.Spend), key.Sum(one => one.TotalTokens))),
        ];
        var spend = groups.Sum(group => group.Spend);
        return new SpenderSpend(by == "team" ? name : null, by == "team" ? null : name, spend, spend, keys, keys);
    }
}
