using System.Text;
using Realtime.Protocol.Tests.WebSockets.Support;
using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

#pragma warning disable CA5394 // The same sequences each time, so that a failure can be repeated.
public class FrameReaderFuzzTests
{
    private static readonly string[] Texts = ["", "plain", "ß€😀", new string('x', 130), new string('é', 3000)];

    [Theory]
    [InlineData(null)]
    [InlineData(5000)]
    public void Next_gives_the_same_however_the_bytes_are_cut_and_never_throws(int? streamingThreshold)
    {
        var ends = new HashSet<string>();
        for (var seed = 0; seed < 800; seed++)
        {
            var random = new Random(seed);
            var input = Input(random);
            var options = new WebSocketConnectionOptions { StreamingThreshold = streamingThreshold, MaxMessageBytes = 14_000 };
            var whole = Read(options, input, () => input.Length);
            var cut = Read(options, input, () => random.Next(1, 2000));
            cut.ShouldBe(whole, $"seed {seed}");
            ends.Add(whole[^1]);
        }

        // All kinds of ends were met, so the sequences were worth their name.
        ends.ShouldContain(nameof(ReadStep.NeedMore));
        ends.ShouldContain(nameof(ReadStep.ProtocolError));
        ends.ShouldContain(nameof(ReadStep.InvalidUtf8));
        ends.ShouldContain(nameof(ReadStep.Close));
        ends.Contains(nameof(ReadStep.MessageTooBig)).ShouldBe(streamingThreshold is null);
    }

    // Mostly right frames, of which now and then a byte is changed.
    private static byte[] Input(Random random)
    {
        var bytes = new List<byte>();
        var inside = false;
        for (var count = random.Next(1, 12); count > 0; count--)
        {
            var payload = Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]);
            var fin = random.Next(3) > 0;
            RawFrame frame;
            switch (random.Next(12))
            {
                case 0:
                    frame = new RawFrame(9, payload[..Math.Min(payload.Length, 125)]);
                    break;
                case 1 when random.Next(4) == 0:
                    frame = RawFrame.Close(1000, "bye");
                    break;
                default:
                    frame = new RawFrame(inside ? 0 : random.Next(1, 3), payload, fin);
                    inside = !fin;
                    break;
            }

            bytes.AddRange(frame.Encode((uint)random.NextInt64(uint.MaxValue)));
        }

        if (random.Next(2) == 0)
        {
            bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
        }

        return [.. bytes];
    }

    // Pieces of one message are joined, since where they are cut may differ.
    private static List<string> Read(WebSocketConnectionOptions options, byte[] input, Func<int> nextCut)
    {
        var steps = new List<string>();
        var message = new List<byte>();
        using var reader = new FrameReader(options);
        var rest = input.AsSpan();
        while (true)
        {
            var step = reader.Next();
            switch (step)
            {
                case ReadStep.NeedMore when rest.IsEmpty:
                    steps.Add(nameof(ReadStep.NeedMore));
                    return steps;
                case ReadStep.NeedMore:
                    var free = reader.Free().Span;
                    var count = Math.Min(Math.Min(nextCut(), free.Length), rest.Length);
                    rest[..count].CopyTo(free);
                    rest = rest[count..];
                    reader.Filled(count);
                    break;
                case ReadStep.Text or ReadStep.Binary:
                    message.AddRange(reader.Payload.Span);
                    if (reader.EndOfMessage)
                    {
                        steps.Add($"{step} {Convert.ToHexString(message.ToArray())}");
                        message.Clear();
                    }

                    break;
                case ReadStep.Ping or ReadStep.Pong:
                    steps.Add($"{step} {Convert.ToHexString(reader.Payload.Span)}");
                    break;
                default:
                    steps.Add(step.ToString());
                    return steps;
            }
        }
    }
}
