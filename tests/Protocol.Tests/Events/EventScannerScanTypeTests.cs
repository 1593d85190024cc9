using System.Text;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Tests.Events;

public sealed class EventScannerScanTypeTests
{
    [Theory]
    [InlineData("""{"type":"response.done","response":{"type":"error"}}""", RealtimeEventType.ResponseDone)]
    [InlineData("""{"event_id":"e","type":"response.done"}""", RealtimeEventType.ResponseDone)]
    [InlineData("""{ "type": "response.done" }""", RealtimeEventType.ResponseDone)]
    [InlineData("""{"item":{"type":"message"},"type":"conversation.item.done"}""", RealtimeEventType.ConversationItemDone)]
    [InlineData("""{"type":"response\u002edone"}""", RealtimeEventType.ResponseDone)]
    [InlineData("""{"type":"response.done","rest":[""", RealtimeEventType.ResponseDone)]
    [InlineData("""{"type":"brand.new"}""", RealtimeEventType.Unknown)]
    [InlineData("""{"type":12}""", RealtimeEventType.Unknown)]
    [InlineData("{}", RealtimeEventType.Unknown)]
    [InlineData("[]", RealtimeEventType.Unknown)]
    [InlineData("", RealtimeEventType.Unknown)]
    [InlineData("""{"type":"response.done""", RealtimeEventType.Unknown)]
    public void ScanType_finds_the_first_top_level_type(string json, RealtimeEventType expected) =>
        EventScanner.ScanType(Encoding.UTF8.GetBytes(json)).ShouldBe(expected);

    [Fact]
    public void ScanType_finds_a_type_behind_a_long_string()
    {
        var json = "{\"delta\":\"" + new string('A', 4096) + "\",\"type\":\"response.output_audio.delta\"}";

        EventScanner.ScanType(Encoding.UTF8.GetBytes(json)).ShouldBe(RealtimeEventType.ResponseOutputAudioDelta);
    }
}
