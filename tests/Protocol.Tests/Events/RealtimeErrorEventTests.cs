using System.Buffers;
using System.Text;
using Realtime.Protocol.Events;

namespace Realtime.Protocol.Tests.Events;

public sealed class RealtimeErrorEventTests
{
    [Fact]
    public void Write_of_everything_writes_all_fields()
    {
        var output = new ArrayBufferWriter<byte>();

        RealtimeErrorEvent.Write(output, "event_1", "invalid_request_error", "invalid_value", "No \"such\" é value", "type", "mine_1");

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(
            """{"type":"error","event_id":"event_1","error":{"type":"invalid_request_error","code":"invalid_value","message":"No \"such\" é value","param":"type","event_id":"mine_1"}}""");
    }

    [Fact]
    public void Write_of_what_is_unknown_writes_null()
    {
        var output = new ArrayBufferWriter<byte>();

        RealtimeErrorEvent.Write(output, "event_1", "server_error", null, "Gone");

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(
            """{"type":"error","event_id":"event_1","error":{"type":"server_error","code":null,"message":"Gone","param":null,"event_id":null}}""");
    }

    [Theory]
    [InlineData(1200, 2)]
    [InlineData(3000, 3)]
    [InlineData(-5, 0)]
    public void Write_with_a_time_to_wait_rounds_it_up_to_seconds(int milliseconds, int expected)
    {
        var output = new ArrayBufferWriter<byte>();

        RealtimeErrorEvent.Write(
            output, "event_1", "rate_limit_error", "rate_limit_exceeded", "Slow down", retryAfter: TimeSpan.FromMilliseconds(milliseconds));

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldEndWith($"\"event_id\":null,\"retry_after\":{expected}}}}}");
        EventScanner.Scan(output.WrittenSpan).Status.ShouldBe(EventScanStatus.Ok);
    }
}
