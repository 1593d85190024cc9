using System.Buffers;
using System.Text;

namespace Realtime.Protocol.Events;

/// <summary>
/// Finds an event's type by scanning instead of parsing: on the frame path most events are passed on as the bytes they came as, and
/// their bulk is one base64 string that a scan jumps over.
/// </summary>
public static class EventScanner
{
    /// <summary>How deep an event may be nested, its own object included. It is what the parser of the stages takes.</summary>
    public const int MaxDepth = 64;

    private const int LongestName = 64;

    /// <summary>
    /// Walks over the whole of a client's message and says whether it is an event, and which. Values are not validated beyond strings and
    /// brackets; names and values written with escapes are recognised.
    /// </summary>
    /// <param name="utf8">The message.</param>
    /// <returns>
    /// What was found. Of several faults the first of malformed, duplicate type, type not a string is told. Where <c>event_id</c> is
    /// repeated the last one counts, as for most parsers.
    /// </returns>
    public static EventScan Scan(ReadOnlySpan<byte> utf8)
    {
        var cursor = new JsonCursor(utf8);
        cursor.SkipWhitespace();
        if (!cursor.TryTake((byte)'{'))
        {
            return new EventScan(EventScanStatus.NotAnObject, default, default, default);
        }

        var scan = new EventScan(EventScanStatus.MissingType, default, default, default);
        cursor.SkipWhitespace();
        if (!cursor.TryTake((byte)'}'))
        {
            do
            {
                cursor.SkipWhitespace();
                if (!TryScanMember(utf8, ref cursor, ref scan))
                {
                    return scan with { Status = EventScanStatus.Malformed };
                }

                cursor.SkipWhitespace();
            }
            while (cursor.TryTake((byte)','));

            if (!cursor.TryTake((byte)'}'))
            {
                return scan with { Status = EventScanStatus.Malformed };
            }
        }

        cursor.SkipWhitespace();
        return cursor.IsAtEnd ? scan : scan with { Status = EventScanStatus.Malformed };
    }

    /// <summary>
    /// Finds the type of a provider's message and reads no further than that. The message is trusted to be well formed; if it is not, or has
    /// no type, it is of an unknown one.
    /// </summary>
    /// <param name="utf8">The message.</param>
    /// <returns>The first top-level <c>type</c>, or <see cref="RealtimeEventType.Unknown"/>.</returns>
    public static RealtimeEventType ScanType(ReadOnlySpan<byte> utf8)
    {
        var usual = "{\"type\":\""u8;
        if (utf8.StartsWith(usual))
        {
            var value = utf8[usual.Length..];
            var end = value.IndexOfAny((byte)'"', (byte)'\\');
            if (end >= 0 && value[end] == '"')
            {
                return EventNames.Parse(value[..end]);
            }
        }

        return WalkToType(utf8);
    }

    /// <summary>Reads a string that a scan found.</summary>
    /// <param name="utf8">The message that was scanned.</param>
    /// <param name="range">Where the string's content stands.</param>
    /// <returns>The string with its escapes undone; <see langword="null"/> if an escape is not valid.</returns>
    public static string? ReadString(ReadOnlySpan<byte> utf8, Range range)
    {
        var content = utf8[range];
        if (content.IndexOf((byte)'\\') < 0)
        {
            return Encoding.UTF8.GetString(content);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(content.Length);
        var status = JsonEscapes.Unescape(content, buffer, out var written);
        var text = status == OperationStatus.Done ? Encoding.UTF8.GetString(buffer.AsSpan(0, written)) : null;
        ArrayPool<byte>.Shared.Return(buffer);
        return text;
    }

    private static RealtimeEventType WalkToType(ReadOnlySpan<byte> utf8)
    {
        var cursor = new JsonCursor(utf8);
        var scan = new EventScan(EventScanStatus.MissingType, default, default, default);
        cursor.SkipWhitespace();
        if (!cursor.TryTake((byte)'{'))
        {
            return RealtimeEventType.Unknown;
        }

        do
        {
            cursor.SkipWhitespace();
            if (!TryScanMember(utf8, ref cursor, ref scan) || scan.Status != EventScanStatus.MissingType)
            {
                break;
            }

            cursor.SkipWhitespace();
        }
        while (cursor.TryTake((byte)','));

        return scan.Type;
    }

    private static bool TryScanMember(ReadOnlySpan<byte> utf8, ref JsonCursor cursor, ref EventScan scan)
    {
        if (!cursor.TryReadString(out var key, out var escaped))
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[LongestName];
        if (!TryReadName(utf8[key], escaped, buffer, out var name))
        {
            return false;
        }

        cursor.SkipWhitespace();
        if (!cursor.TryTake((byte)':'))
        {
            return false;
        }

        cursor.SkipWhitespace();
        if (name.SequenceEqual("type"u8))
        {
            return TryScanType(utf8, ref cursor, ref scan);
        }

        if (name.SequenceEqual("event_id"u8) && cursor.IsAtString)
        {
            var found = cursor.TryReadString(out var content, out _);
            scan = scan with { EventId = content };
            return found;
        }

        return cursor.TrySkipValue();
    }

    private static bool TryScanType(ReadOnlySpan<byte> utf8, ref JsonCursor cursor, ref EventScan scan)
    {
        if (scan.Status != EventScanStatus.MissingType)
        {
            scan = scan with { Status = EventScanStatus.DuplicateType };
            return cursor.TrySkipValue();
        }

        if (!cursor.IsAtString)
        {
            scan = scan with { Status = EventScanStatus.TypeNotAString };
            return cursor.TrySkipValue();
        }

        Span<byte> buffer = stackalloc byte[LongestName];
        if (!cursor.TryReadString(out var content, out var escaped) || !TryReadName(utf8[content], escaped, buffer, out var name))
        {
            return false;
        }

        scan = scan with { Status = EventScanStatus.Ok, Type = EventNames.Parse(name), TypeValue = content };
        return true;
    }

    // A name that is longer than any known one stays as it is: it can equal none of them, however it is written.
    private static bool TryReadName(ReadOnlySpan<byte> content, bool escaped, Span<byte> buffer, out ReadOnlySpan<byte> name)
    {
        name = content;
        if (!escaped || content.Length > LongestName * JsonEscapes.LongestEscape)
        {
            return true;
        }

        var status = JsonEscapes.Unescape(content, buffer, out var written);
        name = status == OperationStatus.Done ? buffer[..written] : content;
        return status != OperationStatus.InvalidData;
    }
}
