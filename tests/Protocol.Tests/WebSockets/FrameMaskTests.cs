using Realtime.Protocol.WebSockets;

namespace Realtime.Protocol.Tests.WebSockets;

public class FrameMaskTests
{
    private const uint Key = 0x44332211; // 11 22 33 44 on the wire

    [Fact]
    public void Apply_gives_what_the_RFC_says_for_every_length_and_offset()
    {
        for (var length = 0; length < 150; length++)
        {
            for (var offset = 0; offset < 5; offset++)
            {
                var data = Enumerable.Range(0, length).Select(index => (byte)(index * 31)).ToArray();
                var expected = data.Select((value, index) => (byte)(value ^ (0x11 * (((index + offset) % 4) + 1)))).ToArray();
                FrameMask.Apply(data, Key, offset);
                data.ShouldBe(expected);
            }
        }
    }

    [Fact]
    public void Apply_knows_where_it_is_in_a_frame_of_more_than_4_GiB()
    {
        byte[] data = [0, 0, 0, 0];
        FrameMask.Apply(data, Key, (1L << 33) + 1);
        data.ShouldBe([0x22, 0x33, 0x44, 0x11]);
    }

    [Fact]
    public void Mask_keys_differ() =>
        Enumerable.Range(0, 1000).Select(_ => MaskKeys.Next()).Distinct().Count().ShouldBeGreaterThan(990);
}
