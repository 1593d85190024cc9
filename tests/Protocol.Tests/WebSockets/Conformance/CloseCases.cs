using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;
using static Realtime.Protocol.Tests.WebSockets.Conformance.ConformanceCase;

namespace Realtime.Protocol.Tests.WebSockets.Conformance;

/// <summary>Chapter 7: closing.</summary>
internal static class CloseCases
{
    private static readonly int[] GoodCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999];

    private static readonly int[] BadCodes = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535];

    public static IEnumerable<ConformanceCase> All()
    {
        var text = RawFrame.Text("Hello World!");
        yield return Closed("7.1 close after a message", [text, RawFrame.Close(1000)], text);
        yield return Closed("7.1 two close frames", [RawFrame.Close(1000), RawFrame.Close(1001)]);
        yield return Closed("7.1 ping after close", [RawFrame.Close(1000), RawFrame.Ping("late")]);
        yield return Closed("7.1 text after close", [RawFrame.Close(1000), text]);
        yield return Closed(
            "7.1 close within a message", [RawFrame.Text("a", fin: false), RawFrame.Close(1000), RawFrame.Continuation("b", fin: true)]);
        var big = RawFrame.Text(new string('B', 256 * 1024));
        yield return Closed("7.1 close after a long message", [big, RawFrame.Close(1000), RawFrame.Ping()], big);
        yield return Closed("7.3 no code", [RawFrame.Close()]);
        yield return Broken("7.3 half a code", [new RawFrame(8, [3])]);
        yield return Closed("7.3 code alone", [RawFrame.Close(1000)]);
        yield return Closed("7.3 code and reason", [RawFrame.Close(1000, "So long")]);
        yield return Closed("7.3 the longest reason", [RawFrame.Close(1000, new string('r', 123))]);
        yield return Broken("7.3 too long a reason", [RawFrame.Close(1000, new string('r', 124))]);
        yield return new ConformanceCase(
            "7.5 a reason that is no text",
            [RawFrame.Close(1000, [0xCE, 0xBA, 0xED, 0xA0, 0x80])],
            [],
            1007,
            WebSocketCloseCause.InvalidUtf8);
        foreach (var code in GoodCodes)
        {
            yield return Closed($"7.7 code {code}", [RawFrame.Close(code)]);
            yield return Closed($"7.7 code {code} with reason", [RawFrame.Close(code, "because ✓")]);
        }

        foreach (var code in BadCodes)
        {
            yield return Broken($"7.9 code {code}", [RawFrame.Close(code)]);
            yield return Broken($"7.9 code {code} with reason", [RawFrame.Close(code, "because")]);
        }
    }
}
