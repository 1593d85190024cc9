using Realtime.Protocol.Tests.WebSockets.Support;
using static Realtime.Protocol.Tests.WebSockets.Conformance.ConformanceCase;

namespace Realtime.Protocol.Tests.WebSockets.Conformance;

/// <summary>Chapter 5: fragments.</summary>
internal static class FragmentCases
{
    public static IEnumerable<ConformanceCase> All() => [.. Good(), .. Bad()];

    private static IEnumerable<ConformanceCase> Good()
    {
        RawFrame one = RawFrame.Text("fragment1", fin: false), two = RawFrame.Continuation("fragment2", fin: true);
        var whole = RawFrame.Text("fragment1fragment2");
        yield return ConformanceCase.Good("5.3 two fragments", [one, two], whole);
        yield return ConformanceCase.Good(
            "5.4 two fragments of a binary message",
            [RawFrame.Binary([1, 2], fin: false), RawFrame.Continuation([0xFF, 0], fin: true)],
            RawFrame.Binary([1, 2, 0xFF, 0]));
        yield return ConformanceCase.Good("5.6 ping between", [one, RawFrame.Ping("pongme"), two], RawFrame.Pong("pongme"), whole);
        yield return ConformanceCase.Good("5.6 pong between", [one, RawFrame.Pong("unasked"), two], whole);
        yield return ConformanceCase.Good(
            "5.19 five fragments, pings between",
            [
                RawFrame.Text("1", fin: false), RawFrame.Continuation("2", fin: false), RawFrame.Ping("a"),
                RawFrame.Continuation("3", fin: false), RawFrame.Continuation("4", fin: false), RawFrame.Ping("b"),
                RawFrame.Continuation("5", fin: true),
            ],
            RawFrame.Pong("a"),
            RawFrame.Pong("b"),
            RawFrame.Text("12345"));
        yield return ConformanceCase.Good(
            "5.21 empty fragments",
            [
                RawFrame.Text("", fin: false), RawFrame.Continuation("", fin: false), RawFrame.Continuation("x", fin: false),
                RawFrame.Continuation("", fin: false), RawFrame.Continuation("", fin: true),
            ],
            RawFrame.Text("x"));
        yield return ConformanceCase.Good(
            "5.22 a thousand fragments",
            [
                RawFrame.Text("0", fin: false), .. Enumerable.Repeat(RawFrame.Continuation("0", fin: false), 998),
                RawFrame.Continuation("0", fin: true),
            ],
            RawFrame.Text(new string('0', 1000)));
        yield return ConformanceCase.Good(
            "5.23 long fragments",
            [
                RawFrame.Text(new string('a', 70000), fin: false), RawFrame.Continuation(new string('b', 300), fin: false),
                RawFrame.Continuation(new string('c', 20000), fin: true), RawFrame.Text("next"),
            ],
            RawFrame.Text(new string('a', 70000) + new string('b', 300) + new string('c', 20000)),
            RawFrame.Text("next"));
    }

    private static IEnumerable<ConformanceCase> Bad()
    {
        RawFrame one = RawFrame.Text("fragment1", fin: false), two = RawFrame.Continuation("fragment2", fin: true);
        var text = RawFrame.Text("text");
        yield return Broken("5.1 ping in fragments", [RawFrame.Ping("1") with { Fin = false }, RawFrame.Continuation("2", fin: true)]);
        yield return Broken("5.2 pong in fragments", [RawFrame.Pong("1") with { Fin = false }, RawFrame.Continuation("2", fin: true)]);
        yield return Broken("5.2 close in fragments", [RawFrame.Close(1000) with { Fin = false }]);
        yield return Broken("5.9 continuation of nothing, then text", [RawFrame.Continuation("x", fin: true), text]);
        yield return Broken("5.12 continuation of nothing without fin, then text", [RawFrame.Continuation("x", fin: false), text]);
        yield return Broken("5.13 empty continuation of nothing", [RawFrame.Continuation("", fin: true)]);
        yield return Broken(
            "5.15 continuation after a message's end",
            [one, two, RawFrame.Continuation("x", fin: false), text],
            RawFrame.Text("fragment1fragment2"));
        yield return Broken("5.16 continuation first", [RawFrame.Continuation("1", fin: false), text, two]);
        yield return Broken("5.18 text within a message", [one, RawFrame.Text("fragment2")]);
        yield return Broken("5.18 binary within a text", [one, RawFrame.Binary([1])]);
        yield return Broken("5.18 text within a binary message", [RawFrame.Binary([1], fin: false), text]);
        yield return Broken("5.20 a second beginning after a ping", [one, RawFrame.Ping("p"), one], RawFrame.Pong("p"));
    }
}
