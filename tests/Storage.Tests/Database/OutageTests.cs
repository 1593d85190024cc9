using Microsoft.EntityFrameworkCore;
using Realtime.Storage.Database;
using Realtime.Storage.Model;
using Realtime.Storage.Tests.Running;
using Realtime.Testing.Postgres;

namespace Realtime.Storage.Tests.Database;

public sealed class OutageTests
{
    [Fact]
    public async Task Database_that_goes_away_is_said_to_be_away_and_works_again_when_it_is_back()
    {
        await using var server = await PostgresServer.StartAsync();
        Assert.SkipWhen(server is null, "PostgreSQL is not installed on this machine");
        var database = new RealtimeDatabase(TestDatabase.Postgres(await server.CreateDatabaseAsync("outage")));
        await new DatabaseMigrator(database, TimeProvider.System).MigrateAsync(TestDatabase.Cancel);
        (await CountAsync(database)).ShouldBe(0);

        await server.StopAsync();
        await Should.ThrowAsync<StorageUnavailableException>(() => CountAsync(database));
        await Should.ThrowAsync<StorageUnavailableException>(() => AddAsync(database));

        await server.RestartAsync();
        await AddAsync(database);
        (await CountAsync(database)).ShouldBe(1);
    }

    [Fact]
    public async Task Database_that_does_not_exist_is_away()
    {
        await using var server = await PostgresServer.StartAsync();
        Assert.SkipWhen(server is null, "PostgreSQL is not installed on this machine");
        var database = new RealtimeDatabase(TestDatabase.Postgres(server.Url("nowhere")));
        var failure = await Record.ExceptionAsync(() => new DatabaseMigrator(database, TimeProvider.System).MigrateAsync(TestDatabase.Cancel));
        DatabaseErrors.IsAway(failure!).ShouldBeTrue();
        DatabaseErrors.Describe(failure!).ShouldContain("3D000");
    }

    private static Task<int> CountAsync(RealtimeDatabase database) =>
        database.ReadAsync(context => context.Teams.CountAsync(TestDatabase.Cancel), TestDatabase.Cancel);

    private static Task<bool> AddAsync(RealtimeDatabase database) => database.ChangeAsync(
        TestDatabase.Admin,
        context =>
        {
            context.Teams.Add(new TeamRow { Id = "t" });
            return Task.FromResult(true);
        },
        TestDatabase.Cancel);
}
