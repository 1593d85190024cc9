using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Model;
using Realtime.Storage.Tests.Running;

namespace Realtime.Storage.Tests.Audit;

[Collection(nameof(DatabaseCollection))]
public sealed class AuditTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Each_change_is_written_down_with_what_was_before(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);
        await test.AddAsync(new TeamRow { Id = "t", Settings = new PolicySettings { RpmLimit = 1 } });
        await ChangeAsync(test, "updated", team => team.Settings = team.Settings with { RpmLimit = 2 });
        await ChangeAsync(test, "blocked", team => team.Blocked = true);
        await ChangeAsync(test, null, _ => { });
        await test.Database.ChangeAsync(
            TestDatabase.Admin,
            async context => context.Remove(await context.Teams.SingleAsync(TestDatabase.Cancel)),
            TestDatabase.Cancel);

        var audit = await test.Database.ReadAsync(context => context.Audit.ToListAsync(TestDatabase.Cancel), TestDatabase.Cancel);

        audit.Select(row => row.Action).ShouldBe(["created", "updated", "blocked", "deleted"], ignoreOrder: true);
        audit.ShouldAllBe(row => row.TableName == "team" && row.ObjectId == "t" && row.ChangedBy == "admin" && row.ChangedByApiKey == "hash-of-admin");
        var updated = audit.Single(row => row.Action == "updated");
        updated.BeforeValue.ShouldNotBeNull().ShouldContain("\"rpm_limit\":1");
        updated.UpdatedValues.ShouldNotBeNull().ShouldContain("\"rpm_limit\":2");
        audit.Single(row => row.Action == "created").BeforeValue.ShouldBeNull();
        audit.Single(row => row.Action == "deleted").UpdatedValues.ShouldBeNull();
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Changes_at_once_are_all_kept(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);
        await test.AddAsync(new TeamRow { Id = "t", Settings = new PolicySettings { RpmLimit = 0 } });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => ChangeAsync(test, null, team => team.Settings = team.Settings with { RpmLimit = team.Settings.RpmLimit + 1 }))));

        (await test.Policies.FindTeamAsync("t", TestDatabase.Cancel)).ShouldNotBeNull().Settings.RpmLimit.ShouldBe(4);
    }

    private static Task<bool> ChangeAsync(TestDatabase test, string? action, Action<TeamRow> change) => test.Database.ChangeAsync(
        TestDatabase.Admin with { Action = action },
        async context =>
        {
            change(await context.Teams.SingleAsync(TestDatabase.Cancel));
            return true;
        },
        TestDatabase.Cancel);
}
