using System.Buffers.Binary;
using System.Buffers.Text;

namespace Realtime.Bench.Wire;

/// <summary>
/// What a frame carries as the first 24 bytes of its audio, so that its way can be checked and timed. It is Base64 like the
/// rest of the audio: nothing between the ends can tell such a frame from a real one.
/// </summary>
/// <param name="Sequence">The frame's number within its stream, from 0.</param>
/// <param name="Intended">
/// The clock (<see cref="System.Diagnostics.Stopwatch"/>) when the schedule wanted the frame sent; in a burst the response's number.
/// </param>
/// <param name="Sent">The clock when it was sent; 0 where the upstream has numbered the frame itself, since it cannot give the client's audio back.</param>
public readonly record struct FrameStamp(long Sequence, long Intended, long Sent)
{
    /// <summary>The Base64 characters that a stamp takes.</summary>
    public const int Length = 32;

    private const int Size = 24;

    /// <summary>Writes the stamp over the first <see cref="Length"/> bytes of an audio text.</summary>
    public void WriteTo(Span<byte> audio)
    {
        Span<byte> raw = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64LittleEndian(raw, Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(raw[8..], Intended);
        BinaryPrimitives.WriteInt64LittleEndian(raw[16..], Sent);
        Base64.EncodeToUtf8(raw, audio, out _, out _);
    }

    /// <summary>Reads a stamp from the beginning of an audio text.</summary>
    public static bool TryRead(ReadOnlySpan<byte> audio, out FrameStamp stamp)
    {
        stamp = default;
        Span<byte> raw = stackalloc byte[Size];
        if (audio.Length < Length
            || Base64.DecodeFromUtf8(audio[..Length], raw, out _, out var written) != System.Buffers.OperationStatus.Done
            || written != Size)
        {
            return false;
        }

        stamp = new FrameStamp(
            BinaryPrimitives.ReadInt64LittleEndian(raw),
            BinaryPrimitives.ReadInt64LittleEndian(raw[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(raw[16..]));
        return true;
    }
}
