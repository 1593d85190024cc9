using System.Text;
using Realtime.Grains.Sessions;

namespace Realtime.Grains.Tests.Sessions;

public sealed class BinaryMessageTests
{
    private const string Twice = """{"type":"input_audio_buffer.append","type":"conversation.item.create","item":{}}""";

    public static TheoryData<byte[]> ReadAsJsonBySome => new(
        Encoding.UTF8.GetBytes(Twice),
        Encoding.UTF8.GetBytes(" \r\n\t" + Twice + "\n"),
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Twice)],
        Encoding.Unicode.GetBytes(Twice),
        [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Twice)],
        Encoding.BigEndianUnicode.GetBytes(Twice),
        Encoding.UTF32.GetBytes(Twice),
        "{}"u8.ToArray());

    [Theory]
    [MemberData(nameof(ReadAsJsonBySome))]
    public void What_some_reader_takes_for_an_event_does_not_pass_unseen(byte[] message) => BinaryMessage.IsOpaque(message).ShouldBeFalse();

    [Fact]
    public void Sound_passes()
    {
        BinaryMessage.IsOpaque([0, 255, 1, 254, 0x7B]).ShouldBeTrue();
        BinaryMessage.IsOpaque([]).ShouldBeTrue();
        BinaryMessage.IsOpaque("{}"u8[..1]).ShouldBeTrue();
        BinaryMessage.IsOpaque([(byte)'{', 0x80, 0x10, (byte)'}']).ShouldBeTrue();
        BinaryMessage.IsOpaque(new byte[960]).ShouldBeTrue();
    }
}
