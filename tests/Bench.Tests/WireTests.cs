using System.Text;
using System.Text.Json;
using Realtime.Bench.Upstream;
using Realtime.Bench.Wire;

namespace Realtime.Bench.Tests;

public sealed class WireTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(1700)]
    [InlineData(8192)]
    public void Append_of_a_size_is_an_event_of_that_size_with_base64_audio(int bytes)
    {
        var frame = AudioFrame.Append(bytes);
        new FrameStamp(7, 8, 9).WriteTo(frame.Stamp);

        frame.Bytes.Length.ShouldBeInRange(bytes - 3, bytes);
        using var json = JsonDocument.Parse(frame.Bytes);
        json.RootElement.GetProperty("type").GetString().ShouldBe("input_audio_buffer.append");
        json.RootElement.GetProperty("audio").GetBytesFromBase64().Length.ShouldBeGreaterThan(24);
    }

    [Fact]
    public void Delta_carries_its_stamp_and_event_id_through_json()
    {
        var stamp = new FrameStamp(long.MaxValue, 12, 345_678_901_234);
        var frame = AudioFrame.Delta(1700, "resp_1", "item_1");
        stamp.WriteTo(frame.Stamp);
        frame.SetEventId(0xabc);

        EventReader.KindOf(frame.Bytes).ShouldBe(EventKind.Delta);
        FrameStamp.TryRead(EventReader.AudioOf(frame.Bytes, EventKind.Delta), out var read).ShouldBeTrue();
        read.ShouldBe(stamp);
        using var json = JsonDocument.Parse(frame.Bytes);
        json.RootElement.GetProperty("event_id").GetString().ShouldBe("event_0000000000000abc");
    }

    [Theory]
    [InlineData("""{"event_id":"a","item":{"type":"error"},"type":"session.created"}""", EventKind.SessionCreated)]
    [InlineData("""{ "type" : "response.create" }""", EventKind.ResponseCreate)]
    [InlineData("""{"type":"input_audio_buffer.commit"}""", EventKind.Other)]
    [InlineData("no json", EventKind.Other)]
    public void KindOf_finds_the_events_own_type(string json, EventKind kind) =>
        EventReader.KindOf(Encoding.UTF8.GetBytes(json)).ShouldBe(kind);

    [Fact]
    public void Every_event_of_the_upstream_is_json_of_its_type()
    {
        var events = new SessionEvents(3);
        Dictionary<string, byte[]> all = new()
        {
            ["session.created"] = events.SessionCreated(1),
            ["session.updated"] = events.SessionUpdated(2),
            ["error"] = SessionEvents.Error(3),
            ["response.created"] = events.ResponseCreated(4, 1),
            ["response.output_item.added"] = events.ItemAdded(5, 1),
            ["response.content_part.added"] = events.PartAdded(6, 1),
            ["response.output_audio.done"] = events.AudioDone(7, 1),
            ["response.content_part.done"] = events.PartDone(8, 1),
            ["response.output_item.done"] = events.ItemDone(9, 1),
            ["response.done"] = events.ResponseDone(10, 1),
        };
        foreach (var (type, bytes) in all)
        {
            using var json = JsonDocument.Parse(bytes);
            json.RootElement.GetProperty("type").GetString().ShouldBe(type);
            json.RootElement.GetProperty("event_id").GetString()!.ShouldStartWith("event_");
        }
    }

    [Fact]
    public void CommandLine_with_an_unknown_option_says_so()
    {
        Should.Throw<FormatException>(() => CommandLine.Parse(["--prot", "1"], "port")).Message.ShouldContain("--port");
        Should.Throw<FormatException>(() => CommandLine.Parse(["--port", "x"], "port").Number("port", 1));
        CommandLine.Parse(["--quick", "--port", "7"], "port", "quick").Number("port", 1).ShouldBe(7);
    }
}
