using System.Text.Json.Nodes;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;
using Realtime.Storage.Tests.Running;

namespace Realtime.Storage.Tests.Policies;

[Collection(nameof(DatabaseCollection))]
public sealed class PolicyStoreTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Key_is_read_with_all_that_was_set_and_the_terms_of_its_budget(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);
        await test.AddAsync(new BudgetRow
        {
            Id = "b", Settings = new PolicySettings { MaxBudget = 12.5m, BudgetDuration = "1d", RpmLimit = 7, TpmLimit = 70 },
        });
        await test.AddAsync(new KeyRow
        {
            Hash = "h",
            Alias = "a",
            BudgetId = "b",
            Expires = TestDatabase.Now.ToOffset(TimeSpan.FromHours(2)),
            Settings = new PolicySettings
            {
                Models = ["voice", "openai/*"],
                RpmLimit = 3,
                ModelMaxBudget = new Dictionary<string, ModelBudget> { ["voice"] = new(0.1m, "1h") },
                BudgetLimits = [new BudgetWindow("1h", 0.30m)],
                ModelTpmLimit = new Dictionary<string, long> { ["voice"] = 9 },
                Metadata = new JsonObject { ["department"] = "7", ["nested"] = new JsonObject { ["a"] = 1 } },
            },
        });
        await test.Ledger.WriteAsync(
            [new LedgerEntry(new LedgerRow { RequestId = "r", Spend = 0.125m, EndTime = TestDatabase.Now }, [new SpendDebit(SpendScope.Key("h"), SpendWindow.Main, "1d")])],
            TestDatabase.Cancel);

        var key = (await test.Policies.FindKeyAsync("h", TestDatabase.Cancel)).ShouldNotBeNull();

        key.Row.Expires.ShouldBe(TestDatabase.Now);
        key.Row.CreatedBy.ShouldBe("admin");
        key.Settings.Models.ShouldBe(["voice", "openai/*"]);
        key.Settings.RpmLimit.ShouldBe(3);
        key.Settings.TpmLimit.ShouldBe(70);
        key.Settings.MaxBudget.ShouldBe(12.5m);
        key.Settings.BudgetDuration.ShouldBe("1d");
        key.Settings.ModelMaxBudget!["voice"].ShouldBe(new ModelBudget(0.1m, "1h"));
        key.Settings.BudgetLimits.ShouldBe([new BudgetWindow("1h", 0.30m)]);
        key.Settings.ModelTpmLimit!["voice"].ShouldBe(9);
        key.Settings.Metadata!["nested"]!["a"]!.GetValue<int>().ShouldBe(1);
        key.Spend.Single().Spend.ShouldBe(0.125m);
        key.Spend.Single().ResetAt.ShouldBe(new DateTimeOffset(2026, 8, 13, 0, 0, 0, TimeSpan.Zero));
        (await test.Policies.FindKeyAsync("other", TestDatabase.Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Member_gets_the_teams_defaults_where_its_own_row_says_nothing(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);
        await test.AddAsync(new TeamRow { Id = "t", Settings = new PolicySettings { MemberDefaults = new MemberDefaults(5m, "1d", RpmLimit: 4) } });
        await test.AddAsync(new MemberRow { TeamId = "t", UserId = "u", Settings = new PolicySettings { RpmLimit = 9 } });

        var member = (await test.Policies.FindMemberAsync("t", "u", TestDatabase.Cancel)).ShouldNotBeNull();

        member.Settings.MaxBudget.ShouldBe(5m);
        member.Settings.RpmLimit.ShouldBe(9);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Window_is_made_once_and_begins_anew_when_its_period_is_over(DatabaseKind kind)
    {
        using var test = await TestDatabase.CreateAsync(kind, postgres);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => test.Policies.EnsureWindowAsync("deployment:d", SpendWindow.Main, "1d", TestDatabase.Now, TestDatabase.Cancel)));
        await test.Ledger.WriteAsync(
            [new LedgerEntry(new LedgerRow { RequestId = "r", Spend = 2m, EndTime = TestDatabase.Now }, [new SpendDebit("deployment:d", SpendWindow.Main)])],
            TestDatabase.Cancel);

        (await test.Policies.EnsureWindowAsync("deployment:d", SpendWindow.Main, "1d", TestDatabase.Now, TestDatabase.Cancel)).Spend.ShouldBe(2m);
        (await test.Policies.EnsureWindowAsync("deployment:d", SpendWindow.Main, "1d", TestDatabase.Now.AddDays(1), TestDatabase.Cancel)).Spend.ShouldBe(0m);
        (await test.Policies.ReadSpendAsync("deployment:d", TestDatabase.Cancel)).Single().Spend.ShouldBe(0m);
    }
}
