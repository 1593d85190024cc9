using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Realtime.Storage.Database;
using Realtime.Storage.Hosting;
using Realtime.Storage.Ledger;
using Realtime.Storage.Tests.Running;

namespace Realtime.Storage.Tests.Database;

[Collection(nameof(DatabaseCollection))]
public sealed class DatabaseStartTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Rehearsal_that_fails_ends_no_process()
    {
        using var test = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, postgres);
        var ledger = Substitute.For<ILedgerStore>();
        ledger.RehearseAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(new InvalidOperationException("no right to write")));
        using var start = new DatabaseStart(
            test.Database,
            new DatabaseMigrator(test.Database, TimeProvider.System),
            test.Policies,
            ledger,
            TimeProvider.System,
            NullLogger<DatabaseStart>.Instance);

        await start.StartAsync(TestDatabase.Cancel);

        // A background service that fails ends its host.
        await start.ExecuteTask.ShouldNotBeNull().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestDatabase.Cancel);
        await ledger.Received(1).RehearseAsync(Arg.Any<CancellationToken>());
        await start.StopAsync(TestDatabase.Cancel);
    }
}
