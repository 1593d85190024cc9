using Realtime.Simulator.Responses;

namespace Realtime.Simulator.Tests.Units;

public sealed class CallScriptTests
{
    [Theory]
    [InlineData("call f {\"a\": {\"b\": \"} then\"}}", "f:{\"a\": {\"b\": \"} then\"}}")]
    [InlineData("call f", "f:{}")]
    [InlineData("Call a {} then b {\"x\":1} then call c {}", "a:{} b:{\"x\":1} c:{}")]
    [InlineData("call f {\"ü\":\"ö\"} then g {}", "f:{\"ü\":\"ö\"} g:{}")]
    [InlineData("please call f {}", "")]
    [InlineData("call f {broken", "")]
    [InlineData("call {}", "")]
    public void Read_finds_calls_with_their_arguments(string text, string expected) =>
        string.Join(' ', CallScript.Read(text).Select(call => $"{call.Name}:{call.Arguments}")).ShouldBe(expected);
}
