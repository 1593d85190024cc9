using System.Buffers;
using System.Text.Json;
using Realtime.Protocol.EventStreams;

namespace Realtime.Protocol.Tests.EventStreams;

public sealed class FrameTests
{
    public static IEnumerable<TheoryDataRow<string>> Valid => Vectors.Names(Vectors.Frames.GetProperty("valid"));

    public static IEnumerable<TheoryDataRow<string>> Invalid => Vectors.Names(Vectors.Frames.GetProperty("invalid"));

    [Theory]
    [MemberData(nameof(Valid))]
    public void Frame_is_read_and_written_byte_for_byte(string name)
    {
        var vector = Vectors.Named(Vectors.Frames.GetProperty("valid"), name);
        var decoder = new EventStreamDecoder();
        decoder.Append(vector.Hex("frameHex"));

        var message = decoder.Read().ShouldNotBeNull();

        message.Payload.ToArray().ShouldBe(vector.Hex("payloadHex"));
        message.Headers.ToArray().ShouldBe([.. vector.GetProperty("headers").EnumerateArray().Select(Header)], new HeaderEquality());
        decoder.Read().ShouldBeNull();
        decoder.HasPartial.ShouldBeFalse();
        var output = new ArrayBufferWriter<byte>();
        EventStreamEncoder.Write(output, [.. message.Headers], message.Payload.Span);
        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe(vector.Text("frameHex"));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Broken_frame_is_a_fault_and_ends_the_stream(string name)
    {
        var vector = Vectors.Named(Vectors.Frames.GetProperty("invalid"), name);
        var decoder = new EventStreamDecoder();
        decoder.Append(vector.Hex("frameHex"));

        decoder.Read().ShouldBeNull();
        decoder.Complete();

        decoder.Fault.ShouldBe(name switch
        {
            "bad_prelude_crc" or "bad_total_length" or "bad_headers_length" => EventStreamFault.PreludeChecksum,
            "truncated" => EventStreamFault.Truncated,
            _ => EventStreamFault.MessageChecksum,
        });
        decoder.Append(Vectors.Named(Vectors.Frames.GetProperty("valid"), "empty").Hex("frameHex"));
        decoder.Read().ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void Frames_are_found_however_the_bytes_are_cut(int slice)
    {
        var bytes = Vectors.Frames.GetProperty("concatenated").Hex("hex");
        var decoder = new EventStreamDecoder();
        var payloads = new List<string>();
        foreach (var piece in bytes.Chunk(slice))
        {
            decoder.Append(piece);
            while (decoder.Read() is { } message)
            {
                payloads.Add(Convert.ToHexStringLower(message.Payload.Span));
            }
        }

        decoder.Fault.ShouldBe(EventStreamFault.None);
        payloads.ShouldBe(Vectors.Frames.GetProperty("valid").EnumerateArray().Select(vector => vector.Text("payloadHex")));
    }

    [Fact]
    public void Length_beyond_the_limits_is_refused_before_anything_is_held_for_it()
    {
        var prelude = Convert.FromHexString("7fffffff00000000");
        var crc = System.IO.Hashing.Crc32.HashToUInt32(prelude);
        var decoder = new EventStreamDecoder();
        decoder.Append([.. prelude, (byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc]);

        decoder.Read().ShouldBeNull();

        decoder.Fault.ShouldBe(EventStreamFault.Length);
    }

    private static EventStreamHeader Header(JsonElement header)
    {
        var name = header.Text("name");
        var value = header.GetProperty("value");
        return header.Text("type") switch
        {
            "boolean" => new(name, value.GetBoolean() ? EventStreamHeaderType.True : EventStreamHeaderType.False),
            "byte" => new(name, EventStreamHeaderType.OneByte, value.GetInt64()),
            "short" => new(name, EventStreamHeaderType.TwoBytes, value.GetInt64()),
            "integer" => new(name, EventStreamHeaderType.FourBytes, value.GetInt64()),
            "long" => new(name, EventStreamHeaderType.EightBytes, long.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)),
            "binary" => EventStreamHeader.Bytes(name, Convert.FromHexString(value.GetString()!)),
            "timestamp" => EventStreamHeader.Timestamp(name, DateTimeOffset.FromUnixTimeMilliseconds(value.GetInt64())),
            "uuid" => new(name, EventStreamHeaderType.Uuid, Content: Guid.Parse(value.GetString()!)),
            _ => EventStreamHeader.Text(name, value.GetString()!),
        };
    }

    private sealed class HeaderEquality : IEqualityComparer<EventStreamHeader>
    {
        public bool Equals(EventStreamHeader x, EventStreamHeader y) => x.Content is byte[] left && y.Content is byte[] right
            ? x.Name == y.Name && left.AsSpan().SequenceEqual(right)
            : x.Equals(y);

        public int GetHashCode(EventStreamHeader obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }
}
