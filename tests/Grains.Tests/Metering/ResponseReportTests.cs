using System.Text;
using Realtime.Grains.Metering;

namespace Realtime.Grains.Tests.Metering;

public sealed class ResponseReportTests
{
    [Theory]
    [InlineData("""{"response":{"id":"r","status":"completed","usage":{"total_tokens":3,"input_tokens":1,"output_tokens":2}}}""", false)]
    [InlineData("""{"response":{"id":"r","status":"failed","status_details":{"type":"failed","error":{"type":"server_error","code":"server_error"}}}}""", false)]
    [InlineData("""{"response":{"id":"r","status":"failed","status_details":{"type":"failed","error":{"type":"server_error","code":"upstream_lost"}},"usage":null}}""", true)]
    [InlineData("""{"response":{"id":"r","status":"cancelled","usage":null}}""", true)]
    public void Response_that_was_cut_off_is_estimated_and_one_that_its_provider_let_fail_is_not(string done, bool estimated) =>
        ResponseReport.Read(Encoding.UTF8.GetBytes(done))!.NeedsEstimate.ShouldBe(estimated);
}
