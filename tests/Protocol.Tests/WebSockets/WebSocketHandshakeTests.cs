using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class WebSocketHandshakeTests
{
    [Fact]
    public void ComputeAccept_gives_the_RFCs_example() =>
        WebSocketHandshake.ComputeAccept("dGhlIHNhbXBsZSBub25jZQ==").ShouldBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

    [Theory]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", true)]
    [InlineData("", false)]
    [InlineData("not base64 at all!!!!!!!", false)]
    [InlineData("dGhlIHNhbXBsZSBub25j", false)]
    [InlineData("dGhlIHNhbXBsZSBub25jZWQhIQ==", false)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ", false)]
    public void IsValidKey_takes_16_bytes_in_base64(string key, bool valid) => WebSocketHandshake.IsValidKey(key).ShouldBe(valid);

    [Fact]
    public void CreateKey_makes_valid_keys_that_differ()
    {
        var keys = Enumerable.Range(0, 10).Select(_ => WebSocketHandshake.CreateKey()).ToArray();
        keys.ShouldAllBe(key => WebSocketHandshake.IsValidKey(key));
        keys.Distinct().Count().ShouldBe(keys.Length);
    }
}
