using System.Buffers.Binary;
using Realtime.Grains.Interfaces.Frames;

namespace Realtime.Grains.Interfaces.Sessions.Takeover;

/// <summary>A frame of a session as its gateway keeps it, with its direction and number.</summary>
public readonly ref struct JournalEntry
{
    /// <summary>The bytes that an entry takes beside its payload.</summary>
    public const int HeaderBytes = 13;

    private const int FromClientFlag = 0x01;
    private const int BinaryFlag = 0x02;

    private JournalEntry(bool isFromClient, FrameKind kind, long number, ReadOnlySpan<byte> payload)
    {
        IsFromClient = isFromClient;
        Kind = kind;
        Number = number;
        Payload = payload;
    }

    /// <summary>Gets a value indicating whether the client sent it; otherwise it was sent to the client.</summary>
    public bool IsFromClient { get; }

    /// <summary>Gets what it carries.</summary>
    public FrameKind Kind { get; }

    /// <summary>Gets its number among the frames of its direction, from 0.</summary>
    public long Number { get; }

    /// <summary>Gets its bytes.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Writes an entry.</summary>
    /// <param name="target">Where; at least <see cref="HeaderBytes"/> and the payload long.</param>
    /// <param name="isFromClient">The direction.</param>
    /// <param name="kind">What it carries.</param>
    /// <param name="number">Its number.</param>
    /// <param name="payload">Its bytes.</param>
    public static void Write(Span<byte> target, bool isFromClient, FrameKind kind, long number, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[4..], number);
        target[12] = (byte)((isFromClient ? FromClientFlag : 0) | (kind == FrameKind.Binary ? BinaryFlag : 0));
        payload.CopyTo(target[HeaderBytes..]);
    }

    /// <summary>Reads the entry at the beginning of a journal and goes on to the next.</summary>
    /// <param name="journal">The journal; what follows the entry afterwards.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> journal, out JournalEntry entry)
    {
        if (journal.Length < HeaderBytes)
        {
            entry = default;
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(journal);
        var flags = journal[12];
        entry = new JournalEntry(
            (flags & FromClientFlag) != 0,
            (flags & BinaryFlag) != 0 ? FrameKind.Binary : FrameKind.Text,
            BinaryPrimitives.ReadInt64LittleEndian(journal[4..]),
            journal.Slice(HeaderBytes, length));
        journal = journal[(HeaderBytes + length)..];
        return true;
    }
}
