namespace Realtime.Grains.Interfaces.Frames;

/// <summary>Frames of one direction, in order, as they travel between a gateway and a silo.</summary>
/// <remarks>
/// One contiguous array, since the serializer copies a <c>byte[]</c> at memory speed and anything finer at several times the cost.
/// </remarks>
[GenerateSerializer]
[Immutable]
[Alias("Realtime.FrameBatch")]
public sealed class FrameBatch
{
    private const int EndOfMessageFlag = 0x40;
    private const int BinaryFlag = 0x01;

    /// <summary>Initializes a new instance of the <see cref="FrameBatch"/> class.</summary>
    /// <param name="firstSequence">Number of the first frame, counted from 0 per direction and session.</param>
    /// <param name="data">The payloads, one after another.</param>
    /// <param name="lengths">Their lengths, in bytes.</param>
    /// <param name="flags">Their kinds and ends, made by <see cref="Flags"/>.</param>
    public FrameBatch(long firstSequence, byte[] data, int[] lengths, byte[] flags)
    {
        FirstSequence = firstSequence;
        Data = data;
        Lengths = lengths;
        FrameFlags = flags;
    }

    /// <summary>Gets the number of the first frame; a batch that is repeated after a time-out is recognised by it.</summary>
    [Id(0)]
    public long FirstSequence { get; }

    /// <summary>Gets how many frames there are; none asks only whether the receiver has caught up.</summary>
    public int Count => Lengths.Length;

    [Id(1)]
    private byte[] Data { get; }

    [Id(2)]
    private int[] Lengths { get; }

    [Id(3)]
    private byte[] FrameFlags { get; }

    /// <summary>Packs a frame's kind and end.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="endOfMessage">Whether the message ends with it.</param>
    /// <returns>The packed form.</returns>
    public static byte Flags(FrameKind kind, bool endOfMessage) =>
        (byte)((kind == FrameKind.Binary ? BinaryFlag : 0) | (endOfMessage ? EndOfMessageFlag : 0));

    /// <summary>Hands the frames to a writer.</summary>
    /// <param name="skip">How many to leave out at the start, because they were handed over before.</param>
    /// <param name="target">The writer.</param>
    public void CopyTo(int skip, IFrameWriter target)
    {
        var offset = 0;
        for (var index = 0; index < Lengths.Length; index++)
        {
            if (index >= skip)
            {
                var kind = (FrameFlags[index] & BinaryFlag) != 0 ? FrameKind.Binary : FrameKind.Text;
                target.Enqueue(kind, Data.AsSpan(offset, Lengths[index]), (FrameFlags[index] & EndOfMessageFlag) != 0);
            }

            offset += Lengths[index];
        }
    }
}
