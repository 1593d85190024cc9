using Realtime.Protocol.Tests.WebSockets.Support;
using static Realtime.Protocol.Tests.WebSockets.Conformance.ConformanceCase;

namespace Realtime.Protocol.Tests.WebSockets.Conformance;

/// <summary>Chapters 2 to 4: pings and pongs, reserved bits, reserved opcodes.</summary>
internal static class ControlCases
{
    private static readonly RawFrame Hello = RawFrame.Text("Hello, world!");

    public static IEnumerable<ConformanceCase> All() => [.. Pings(), .. ReservedBits(), .. ReservedOpcodes()];

    private static IEnumerable<ConformanceCase> Pings()
    {
        var binary = new RawFrame(9, [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF]);
        var ten = Enumerable.Range(0, 10).Select(index => $"payload-{index}").ToArray();
        yield return Good("2.1 empty ping", [RawFrame.Ping()], RawFrame.Pong());
        yield return Good("2.2 ping with text", [RawFrame.Ping("Hello, world!")], RawFrame.Pong("Hello, world!"));
        yield return Good("2.3 ping with bytes that are no text", [binary], binary with { Opcode = 10 });
        yield return Good("2.4 ping of 125", [RawFrame.Ping(new string('p', 125))], RawFrame.Pong(new string('p', 125)));
        yield return Broken("2.5 ping of 126", [RawFrame.Ping(new string('p', 126))]);
        yield return Broken("2.5 pong of 126", [RawFrame.Pong(new string('p', 126))]);
        yield return Broken("2.5 ping of 70000", [RawFrame.Ping(new string('p', 70000))]);
        yield return Good("2.7 unasked pong", [RawFrame.Pong()]);
        yield return Good("2.8 unasked pong with payload", [RawFrame.Pong("unasked")]);
        yield return Good("2.9 unasked pong, then ping", [RawFrame.Pong("unasked"), RawFrame.Ping("ping")], RawFrame.Pong("ping"));
        yield return Good("2.10 ten pings", [.. ten.Select(RawFrame.Ping)], [.. ten.Select(RawFrame.Pong)]);
        yield return Good("2.12 ping between messages", [Hello, RawFrame.Ping("p"), Hello], Hello, RawFrame.Pong("p"), Hello);
    }

    private static IEnumerable<ConformanceCase> ReservedBits()
    {
        for (var bits = 1; bits <= 7; bits++)
        {
            yield return Broken($"3.1 text with reserved bits {bits}", [Hello with { Reserved = bits }]);
            yield return Broken($"3.2 the second text with reserved bits {bits}", [Hello, Hello with { Reserved = bits }, RawFrame.Ping()], Hello);
            yield return Broken($"3.5 binary with reserved bits {bits}", [RawFrame.Binary([1, 2, 3]) with { Reserved = bits }]);
            yield return Broken($"3.6 ping with reserved bits {bits}", [RawFrame.Ping("p") with { Reserved = bits }]);
            yield return Broken($"3.7 close with reserved bits {bits}", [RawFrame.Close(1000) with { Reserved = bits }]);
            yield return Broken(
                $"3.8 continuation with reserved bits {bits}",
                [RawFrame.Text("a", fin: false), RawFrame.Continuation("b", fin: true) with { Reserved = bits }]);
        }
    }

    private static IEnumerable<ConformanceCase> ReservedOpcodes()
    {
        foreach (var opcode in (int[])[3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
        {
            yield return Broken($"4.1 opcode {opcode}, empty", [new RawFrame(opcode, [])]);
            yield return Broken($"4.2 opcode {opcode} with payload", [new RawFrame(opcode, [1, 2, 3])]);
            yield return Broken($"4.3 opcode {opcode} after a text", [Hello, new RawFrame(opcode, []), RawFrame.Ping()], Hello);
            yield return Broken($"4.4 opcode {opcode} within a message", [RawFrame.Text("a", fin: false), new RawFrame(opcode, [])]);
            yield return Broken($"4.5 opcode {opcode} without fin", [new RawFrame(opcode, [], Fin: false)]);
        }
    }
}
