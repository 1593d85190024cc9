using System.Text;
using Realtime.Gateway.Sessions.Journal;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Interfaces.Sessions.Takeover;

namespace Realtime.Gateway.Tests.Sessions;

/// <summary>What a gateway keeps for the case that a session's silo is lost.</summary>
public sealed class SessionJournalTests
{
    private readonly JournalBudget _budget = new(1 << 20);

    [Fact]
    public void Frames_of_both_directions_are_kept_in_their_order_with_their_numbers_and_no_audio_to_the_client()
    {
        var journal = new SessionJournal(_budget);
        journal.Begin(10, 20);
        ToClient(journal, """{"type":"session.resume_token","event_id":"t"}""");
        ToClient(journal, """{"type":"session.created","event_id":"e1"}""");
        FromClient(journal, """{"type":"response.create"}""");
        ToClient(journal, """{"type":"response.output_audio.delta","event_id":"e2","delta":"AAAA"}""");
        ToClient(journal, """{"type":"response.done","event_id":"e3"}""");

        var request = journal.Take("a", "g");

        Entries(request).ShouldBe(
        [
            """20 < {"type":"session.created","event_id":"e1"}""",
            """10 > {"type":"response.create"}""",
            """22 < {"type":"response.done","event_id":"e3"}""",
        ]);
        (request.ClientFrames, request.ServerFrames, request.LastEventId).ShouldBe((11, 23, "e3"));
        (request.FirstClientFrame, request.FirstServerFrame).ShouldBe((10, 20));
    }

    [Fact]
    public void What_a_snapshot_holds_is_dropped_and_the_memory_given_back()
    {
        var journal = new SessionJournal(_budget);
        for (var number = 0; number < 1000; number++)
        {
            FromClient(journal, """{"type":"input_audio_buffer.append","audio":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""");
        }

        var before = _budget.Used;
        journal.Saved(900, 0);

        _budget.Used.ShouldBeLessThan(before);
        var request = journal.Take("a", "g");
        request.FirstClientFrame.ShouldBeInRange(1, 900);
        Entries(request).Count.ShouldBe((int)(1000 - request.FirstClientFrame));
        journal.Clear();
        _budget.Used.ShouldBe(0);
    }

    [Fact]
    public void Snapshot_that_is_ahead_of_what_came_for_the_client_is_not_taken()
    {
        var journal = new SessionJournal(_budget);
        FromClient(journal, """{"type":"response.create"}""");
        ToClient(journal, """{"type":"response.created","event_id":"e1"}""");
        journal.Saved(1, 1, [1]).ShouldBeTrue();

        journal.Saved(1, 2, [2]).ShouldBeFalse();
        var request = journal.Take("a", "g");
        request.Snapshot.ShouldBe([1]);
        (request.SnapshotClientFrames, request.SnapshotServerFrames).ShouldBe((1, 1));

        ToClient(journal, """{"type":"response.done","event_id":"e2"}""");
        journal.Saved(1, 2, [2]).ShouldBeTrue();
        journal.Take("a", "g").Snapshot.ShouldBe([2]);
    }

    [Fact]
    public void Memory_is_bounded_for_a_session_and_for_all()
    {
        var journal = new SessionJournal(_budget);
        var frame = new string('a', 4000);
        for (var number = 0; number < 2000; number++)
        {
            FromClient(journal, frame);
        }

        _budget.Used.ShouldBeLessThanOrEqualTo(1 << 20);
        var request = journal.Take("a", "g");
        request.FirstClientFrame.ShouldBeGreaterThan(0);
        request.ClientFrames.ShouldBe(2000);
    }

    private static void ToClient(SessionJournal journal, string text) => journal.AddToClient(FrameKind.Text, Encoding.UTF8.GetBytes(text), true);

    private static void FromClient(SessionJournal journal, string text) => journal.AddFromClient(FrameKind.Text, Encoding.UTF8.GetBytes(text));

    private static List<string> Entries(SessionReattachRequest request)
    {
        var entries = new List<string>();
        ReadOnlySpan<byte> journal = request.Journal;
        while (JournalEntry.TryRead(ref journal, out var entry))
        {
            entries.Add($"{entry.Number} {(entry.IsFromClient ? ">" : "<")} {Encoding.UTF8.GetString(entry.Payload)}");
        }

        return entries;
    }
}
