using System.Text;
using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;
using static Realtime.Protocol.Tests.WebSockets.Conformance.ConformanceCase;

namespace Realtime.Protocol.Tests.WebSockets.Conformance;

/// <summary>Chapter 6: UTF-8, whole, in fragments, and told at the first byte that breaks it.</summary>
internal static class Utf8Cases
{
    private static readonly string[] Valid =
    [
        "CEBAE1BDB9CF83CEBCCEB5", // Greek
        "00", "7F", "C280", "DFBF", "E0A080", "EFBFBF", "F0908080", "F48FBFBF", // the first and last of each length
        "ED9FBF", "EE8080", // both sides of the surrogates
        "EFBFBD", "EFBFBE", "EFB790", "F09FBFBE", "F48FBFBE", // replacement and noncharacters, which may be interchanged
        "F09F9880F09F9A80E282AC24C2A2", // all lengths mixed
        "48656C6C6F2DC2B540C39F", // ASCII and Latin
    ];

    private static readonly string[] Invalid =
    [
        "80", "BF", "80BF", "80BF80BF80BF", // continuation bytes alone
        "C020", "DF20", "E020", "EF20", "F020", "F420", // lead bytes alone
        "C0", "DF", "E080", "E0A0", "EFBF", "F080", "F090", "F09080", "F48FBF", // cut at the end
        "FE", "FF", "FEFEFFFF", "F8888080", "FC8480808080", "F5808080", // bytes that never occur
        "C080", "C0AF", "C1BF", "E08080", "E080AF", "E09FBF", "F0808080", "F08080AF", "F08FBFBF", "F888808080", // overlong
        "EDA080", "EDAD BF", "EDAE80", "EDAFBF", "EDB080", "EDBE80", "EDBFBF", "EDA080EDB080", "EDAFBFEDBFBF", // surrogates
        "F4908080", "F490", // beyond the last character
        "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564", // Greek, a surrogate, ASCII
        "414243C3", "E282", // a text cut within a character
    ];

    public static IEnumerable<ConformanceCase> All()
    {
        yield return Echoed("6.1 empty text", RawFrame.Text(""));
        foreach (var hex in Valid)
        {
            var bytes = Bytes(hex);
            yield return Echoed($"6.2 {hex} whole", RawFrame.Text(bytes));
            yield return ConformanceCase.Good($"6.2 {hex} byte by byte", Fragments(bytes), RawFrame.Text(bytes));
            var padded = (byte[])[.. Encoding.UTF8.GetBytes(new string('x', 61)), .. bytes, .. Encoding.UTF8.GetBytes(new string('y', 61))];
            yield return Echoed($"6.2 {hex} among ASCII", RawFrame.Text(padded));
        }

        foreach (var hex in Invalid)
        {
            var bytes = Bytes(hex);
            yield return Refused($"6.3 {hex} whole", RawFrame.Text(bytes));
            yield return Refused($"6.3 {hex} byte by byte", Fragments(bytes));
            yield return Refused(
                $"6.3 {hex} among ASCII", RawFrame.Text([.. Encoding.UTF8.GetBytes(new string('x', 61)), .. bytes, .. "yyy"u8]));
            yield return Echoed($"6.3 {hex} as a binary message", RawFrame.Binary(bytes));
            yield return Refused($"6.3 {hex} as a close reason", RawFrame.Close(1000, bytes));
        }

        foreach (var (name, hex) in ((string, string)[])[("a surrogate", "CEBAEDA0"), ("beyond the last", "414243F490"), ("overlong", "E080")])
        {
            yield return Refused($"6.4 {name}, told before the fragment's end") with { Tail = mask => Begun(RawFrame.Text(Bytes(hex)), mask) };
            yield return Refused($"6.4 {name}, told before the message's end", RawFrame.Text(Bytes(hex), fin: false));
        }

        yield return Refused("6.4 the second fragment's beginning", RawFrame.Text("ok", fin: false)) with
        {
            Tail = mask => Begun(RawFrame.Continuation([0x41, 0xFF], fin: true), mask),
        };
    }

    // A frame that declares more than comes.
    private static byte[] Begun(RawFrame frame, uint? mask)
    {
        var whole = (frame with { Payload = [.. frame.Payload, .. new byte[40]] }).Encode(mask);
        return whole[..^40];
    }

    private static ConformanceCase Refused(string id, params RawFrame[] sent) =>
        new(id, sent, [], 1007, WebSocketCloseCause.InvalidUtf8);

    private static RawFrame[] Fragments(byte[] bytes) =>
        [.. bytes.Select((value, index) => new RawFrame(index == 0 ? 1 : 0, [value], Fin: index == bytes.Length - 1))];

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
