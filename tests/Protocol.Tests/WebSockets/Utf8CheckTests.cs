using System.Text;
using System.Text.Unicode;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class Utf8CheckTests
{
    private static readonly byte[] Edges = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF];

    [Fact]
    public void Append_agrees_with_the_library_on_every_sequence_of_edge_bytes_wherever_it_is_cut()
    {
        var sequence = new byte[4];
        for (var number = 0; number < Edges.Length * Edges.Length * Edges.Length * Edges.Length; number++)
        {
            for (int index = 0, rest = number; index < 4; index++, rest /= Edges.Length)
            {
                sequence[index] = Edges[rest % Edges.Length];
            }

            var cut = number % 5;
            var check = default(Utf8Check);
            var valid = check.Append(sequence.AsSpan(0, cut)) && check.Append(sequence.AsSpan(cut)) && check.IsComplete;
            if (valid != Utf8.IsValid(sequence))
            {
                Assert.Fail(Convert.ToHexString(sequence) + " cut at " + cut);
            }
        }
    }

    [Fact]
    public void Append_refuses_exactly_those_beginnings_that_no_byte_can_mend()
    {
        byte[][] tails = [[], [0x80], [0x90], [0xA0], [0x80, 0x80], [0x90, 0x80], [0xA0, 0x80], [0x80, 0x80, 0x80], [0x90, 0x80, 0x80]];
        for (var number = 0; number < 65536; number++)
        {
            byte[] beginning = [(byte)(number >> 8), (byte)number];
            var check = default(Utf8Check);
            var mendable = tails.Any(tail => Utf8.IsValid([.. beginning, .. tail]));
            if (check.Append(beginning) != mendable)
            {
                Assert.Fail(Convert.ToHexString(beginning));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    public void Append_takes_long_text_in_pieces_of_any_length(int length)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aß€😀 plain ASCII in between ", 100)));
        var check = default(Utf8Check);
        foreach (var piece in text.Chunk(length))
        {
            check.Append(piece).ShouldBeTrue();
        }

        check.IsComplete.ShouldBeTrue();
    }
}
