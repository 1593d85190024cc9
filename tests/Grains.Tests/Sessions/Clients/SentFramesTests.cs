using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Realtime.Grains.Interfaces.Frames;
using Realtime.Grains.Sessions.Clients;
using Realtime.Grains.Tests.Frames;

namespace Realtime.Grains.Tests.Sessions.Clients;

public sealed class SentFramesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SentFramesBudget _budget = new(1 << 20);

    [Fact]
    public void Client_gets_exactly_what_follows_the_event_it_names()
    {
        var sent = Frames(new SentFramesLimits());
        Fill(sent, 0, 1000);

        for (var last = 0; last < 1000; last += 97)
        {
            After(sent, Id(last)).ShouldBe(Enumerable.Range(last + 1, 999 - last).Select(Event));
        }

        sent.FindAfter(null).ShouldBe(0);
        sent.FindAfter("nobody").ShouldBeNull();
    }

    [Fact]
    public void Id_that_only_stands_within_another_event_is_not_taken_for_it()
    {
        var sent = Frames(new SentFramesLimits());
        Add(sent, Event(0));
        Add(sent, """{"type":"error","event_id":"other","error":{"event_id":"e0"}}""");
        Add(sent, """{"type":"x","event_id":"e1","text":"e0"}""");

        sent.FindAfter("e0").ShouldBe(1);
    }

    [Fact]
    public void Pieces_of_a_message_count_to_its_end()
    {
        var sent = Frames(new SentFramesLimits());
        sent.Append(FrameKind.Text, """{"type":"x","event_id":"long","delta":"aaa"""u8, endOfMessage: false);
        sent.Append(FrameKind.Text, "bbb\"}"u8, endOfMessage: true);
        sent.Append(FrameKind.Binary, "audio"u8, endOfMessage: true);

        After(sent, "long").ShouldBe(["binary:audio"]);
    }

    [Fact]
    public void Overflow_drops_the_oldest_and_says_so_to_those_who_miss_it()
    {
        var sent = Frames(new SentFramesLimits { MaxBytes = 16 * 1024 });
        Fill(sent, 0, 5000);

        sent.Bytes.ShouldBeLessThanOrEqualTo(16 * 1024);
        _budget.Used.ShouldBe(sent.Bytes);
        sent.FindAfter(Id(0)).ShouldBeNull();
        sent.FindAfter(null).ShouldBeNull();
        After(sent, Id(4990)).ShouldBe(Enumerable.Range(4991, 9).Select(Event));

        // The last event that was dropped is known still: who has it misses nothing.
        var kept = 5000 - (int)(sent.Next - FirstKept(sent));
        After(sent, Id(kept - 1)).ShouldBe(Enumerable.Range(kept, 5000 - kept).Select(Event));
        sent.FindAfter(Id(kept - 2)).ShouldBeNull();
    }

    [Fact]
    public void Number_of_frames_is_bounded()
    {
        var sent = Frames(new SentFramesLimits { MaxFrames = 100 });
        Fill(sent, 0, 1000);

        (sent.Next - FirstKept(sent)).ShouldBeLessThanOrEqualTo(100);
    }

    [Fact]
    public void Silence_gives_the_memory_back_and_keeps_the_place()
    {
        var sent = Frames(new SentFramesLimits { KeepFor = TimeSpan.FromSeconds(30) });
        Fill(sent, 0, 100);
        Add(sent, """{"type":"of.no.id"}""");
        _time.Advance(TimeSpan.FromSeconds(31));

        sent.DropOld();

        sent.Bytes.ShouldBe(0);
        _budget.Used.ShouldBe(0);
        After(sent, Id(99)).ShouldBeEmpty();
        Fill(sent, 100, 1);
        After(sent, Id(99)).ShouldBe([Event(100)]);
        sent.FindAfter(Id(98)).ShouldBeNull();
    }

    [Fact]
    public void Event_without_an_id_that_was_dropped_for_want_of_room_is_missed_by_everyone()
    {
        var sent = Frames(new SentFramesLimits { MaxBytes = 2048 });
        Fill(sent, 0, 1);
        while (sent.FindAfter(Id(0)) is not null)
        {
            Add(sent, """{"type":"of.no.id","text":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""");
            sent.Next.ShouldBeLessThan(1000);
        }
    }

    [Fact]
    public void Process_that_has_used_its_memory_keeps_less_of_each_session()
    {
        var budget = new SentFramesBudget(8 * 1024);
        var (first, second) = (new SentFrames(new SentFramesLimits(), budget, _time), new SentFrames(new SentFramesLimits(), budget, _time));
        Fill(first, 0, 200);
        Fill(second, 0, 200);

        budget.Used.ShouldBe(first.Bytes + second.Bytes);
        budget.Used.ShouldBeLessThanOrEqualTo(8 * 1024);
        second.FindAfter(Id(0)).ShouldBeNull();
        first.Clear();
        second.Clear();
        budget.Used.ShouldBe(0);
    }

    private static string Id(int number) => "e" + number.ToString(CultureInfo.InvariantCulture);

    private static string Event(int number) => $$"""{"type":"test.event","event_id":"{{Id(number)}}"}""";

    private static void Add(SentFrames sent, string text) => sent.Append(FrameKind.Text, Encoding.UTF8.GetBytes(text), endOfMessage: true);

    private static void Fill(SentFrames sent, int first, int count)
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            Add(sent, Event(number));
        }
    }

    private static IReadOnlyList<string> After(SentFrames sent, string eventId)
    {
        var writer = new RecordingWriter();
        sent.CopyTo(sent.FindAfter(eventId).ShouldNotBeNull(eventId), writer);
        return writer.Frames;
    }

    private static long FirstKept(SentFrames sent)
    {
        var writer = new RecordingWriter();
        sent.CopyTo(0, writer);
        return sent.Next - writer.Frames.Count;
    }

    private SentFrames Frames(SentFramesLimits limits) => new(limits, _budget, _time);
}
