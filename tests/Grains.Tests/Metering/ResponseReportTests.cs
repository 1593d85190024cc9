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

    [Fact]
    public void Error_of_a_response_is_told_as_the_ledger_is_searched_for_it()
    {
        var failed = ResponseReport.Read("""{"response":{"id":"r","status":"failed","status_details":{"error":{"type":"server_error","message":"It broke."}}}}"""u8.ToArray())!;
        failed.Error.ShouldBe("""{"error_information":{"error_code":"server_error","error_message":"It broke."}}""");
        ResponseReport.Read("""{"response":{"id":"r","status":"completed"}}"""u8.ToArray())!.Error.ShouldBeNull();
    }
}
