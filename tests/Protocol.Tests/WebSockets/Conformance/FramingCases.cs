using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets.Conformance;

/// <summary>Chapter 1: sizes and their encodings; and who masks.</summary>
internal static class FramingCases
{
    private static readonly int[] Sizes = [0, 1, 125, 126, 127, 128, 65535, 65536, 65537, 200_000];

    public static IEnumerable<ConformanceCase> All()
    {
        foreach (var size in Sizes)
        {
            yield return ConformanceCase.Echoed($"1.1 text of {size}", RawFrame.Text(new string('*', size)));
            yield return ConformanceCase.Echoed(
                $"1.2 binary of {size}", RawFrame.Binary([.. Enumerable.Range(0, size).Select(index => (byte)(index * 7))]));
        }

        yield return ConformanceCase.Echoed("1.3 many at once", [.. Sizes.Take(7).Select(size => RawFrame.Text(new string('m', size)))]);
        yield return Tail("1.4 16 bits for a short length", mask => RawFrame.Text(new string('x', 125)).Encode(mask, 2));
        yield return Tail("1.4 64 bits for a short length", mask => RawFrame.Text(new string('x', 125)).Encode(mask, 8));
        yield return Tail("1.4 64 bits for a middle length", mask => RawFrame.Text(new string('x', 65535)).Encode(mask, 8));
        yield return Tail("1.4 16 bits for an empty text", mask => RawFrame.Text("").Encode(mask, 2));
        yield return Tail("1.4 the top bit of 64 set", mask => RawFrame.Binary([]).Header(mask, 8, long.MinValue | 70000));
        yield return Tail("1.4 all bits of 64 set", mask => RawFrame.Binary([]).Header(mask, 8, -1));
        yield return Tail("1.5 the wrong end masks", mask => RawFrame.Text("hello").Encode(mask is null ? 0x01020304u : null));
        yield return Tail("1.5 the wrong end masks an empty ping", mask => RawFrame.Ping().Encode(mask is null ? 0x01020304u : null));
        yield return ConformanceCase.Broken("1.5 after a good message", [RawFrame.Text("one")], RawFrame.Text("one")) with
        {
            Tail = mask => RawFrame.Text("two").Encode(mask is null ? 0u : null),
        };
    }

    private static ConformanceCase Tail(string id, Func<uint?, byte[]> tail) =>
        new(id, [], [], 1002, WebSocketCloseCause.ProtocolError) { Tail = tail };
}
