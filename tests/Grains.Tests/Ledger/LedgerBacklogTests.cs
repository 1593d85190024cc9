using Realtime.Grains.Ledger;
using Realtime.Storage.Ledger;
using Realtime.Storage.Model;

namespace Realtime.Grains.Tests.Ledger;

public sealed class LedgerBacklogTests
{
    [Fact]
    public void Rows_that_find_no_room_are_counted_and_the_others_come_out_in_their_order()
    {
        var backlog = new LedgerBacklog(maxRows: 3, maxBytes: 1_000_000);

        backlog.Add([Entry("1"), Entry("2")]).ShouldBe(0);
        backlog.Add([Entry("3"), Entry("4"), Entry("5")]).ShouldBe(2);
        var taken = backlog.Take(2);
        Ids(taken).ShouldBe(["1", "2"]);
        backlog.Return(taken);
        Ids(backlog.Take(10)).ShouldBe(["1", "2", "3"]);
        backlog.Take(10).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_said_counts_and_what_is_taken_out_makes_room()
    {
        var backlog = new LedgerBacklog(maxRows: 100, maxBytes: 30_000);
        var said = new string('a', 10_000);

        backlog.Add([Entry("1", said), Entry("2", said)]).ShouldBe(1);
        backlog.Take(1);
        backlog.Add([Entry("2", said)]).ShouldBe(0);
    }

    private static IEnumerable<string> Ids(List<LedgerEntry> rows) => rows.Select(entry => entry.Row.RequestId);

    private static LedgerEntry Entry(string id, string? said = null) => new(new LedgerRow { RequestId = id, Response = said }, []);
}
