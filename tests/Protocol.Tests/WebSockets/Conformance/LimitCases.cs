using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets.Conformance;

/// <summary>The limit of a message, which the suite's server sets to <see cref="MaxMessageBytes"/>.</summary>
internal static class LimitCases
{
    public const int MaxMessageBytes = 1_000_000;

    public static IEnumerable<ConformanceCase> All()
    {
        var longest = new byte[MaxMessageBytes];
        yield return ConformanceCase.Echoed("9.1 the longest message", RawFrame.Binary(longest));
        yield return ConformanceCase.Good(
            "9.2 the longest message in fragments",
            [
                RawFrame.Binary(longest[..400_000], fin: false), RawFrame.Continuation(longest[..400_000], fin: false),
                RawFrame.Continuation(longest[..200_000], fin: true), RawFrame.Text("next"),
            ],
            RawFrame.Binary(longest),
            RawFrame.Text("next"));
        yield return TooBig("9.3 one byte more", mask => RawFrame.Binary([]).Header(mask, 8, MaxMessageBytes + 1));
        yield return TooBig("9.4 64 MiB declared", mask => RawFrame.Text("").Header(mask, 8, 64 << 20));
        yield return TooBig("9.5 the most that can be declared", mask => RawFrame.Binary([]).Header(mask, 8, long.MaxValue));
        yield return TooBig("9.6 one byte more in the last fragment", mask => RawFrame.Continuation("", fin: true).Header(mask, 8, 200_001)) with
        {
            Sent = [RawFrame.Binary(longest[..800_000], fin: false)],
        };
        yield return TooBig("9.7 after a message", mask => RawFrame.Binary([]).Header(mask, 8, MaxMessageBytes + 1)) with
        {
            Sent = [RawFrame.Text("before")],
            Expected = [RawFrame.Text("before")],
        };
    }

    private static ConformanceCase TooBig(string id, Func<uint?, byte[]> tail) =>
        new(id, [], [], 1009, WebSocketCloseCause.MessageTooBig) { Tail = tail };
}
