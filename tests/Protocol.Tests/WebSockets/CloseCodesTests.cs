using System.Text;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class CloseCodesTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("short", 5)]
    public void CutReason_leaves_a_short_reason(string reason, int length) => CloseCodes.CutReason(reason).Length.ShouldBe(length);

    [Theory]
    [InlineData("x", 123)]
    [InlineData("é", 122)]
    [InlineData("€", 123)]
    [InlineData("😀", 120)]
    public void CutReason_cuts_a_long_reason_between_characters(string character, int length)
    {
        var cut = CloseCodes.CutReason(string.Concat(Enumerable.Repeat(character, 200)));
        cut.Length.ShouldBe(length);
        Encoding.UTF8.GetString(cut).ShouldBe(string.Concat(Enumerable.Repeat(character, length / Encoding.UTF8.GetByteCount(character))));
    }
}
