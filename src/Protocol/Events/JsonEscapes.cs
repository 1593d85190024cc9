using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Realtime.Protocol.Events;

/// <summary>Undoes the escapes of a JSON string without allocating or throwing.</summary>
internal static class JsonEscapes
{
    /// <summary>How many bytes of source one byte of the result takes at most (<c>\u0041</c>).</summary>
    public const int LongestEscape = 6;

    /// <summary>Copies a string's content with its escapes undone.</summary>
    /// <param name="source">The content between the quotes.</param>
    /// <param name="destination">Takes the result, in UTF-8.</param>
    /// <param name="written">How many bytes it took.</param>
    /// <returns>Done, too small, or invalid when an escape is none that JSON knows or a surrogate stands alone.</returns>
    public static OperationStatus Unescape(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
    {
        written = 0;
        while (!source.IsEmpty)
        {
            var plain = source.IndexOf((byte)'\\');
            plain = plain < 0 ? source.Length : plain;
            if (!source[..plain].TryCopyTo(destination[written..]))
            {
                return OperationStatus.DestinationTooSmall;
            }

            written += plain;
            source = source[plain..];
            if (source.IsEmpty)
            {
                break;
            }

            if (!TryReadEscape(source, out var rune, out var length))
            {
                return OperationStatus.InvalidData;
            }

            if (!rune.TryEncodeToUtf8(destination[written..], out var encoded))
            {
                return OperationStatus.DestinationTooSmall;
            }

            written += encoded;
            source = source[length..];
        }

        return OperationStatus.Done;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> source, out Rune rune, out int length)
    {
        length = 2;
        rune = default;
        if (source.Length < 2)
        {
            return false;
        }

        if (source[1] == 'u')
        {
            return TryReadUnicode(source, out rune, out length);
        }

        var character = source[1] switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => '\0',
        };
        rune = new Rune(character);
        return character != '\0';
    }

    private static bool TryReadUnicode(ReadOnlySpan<byte> source, out Rune rune, out int length)
    {
        rune = default;
        length = LongestEscape;
        if (!TryReadUnit(source, out var first))
        {
            return false;
        }

        if (!char.IsSurrogate(first))
        {
            rune = new Rune(first);
            return true;
        }

        length = 2 * LongestEscape;
        return TryReadUnit(source[LongestEscape..], out var second) && Rune.TryCreate(first, second, out rune);
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> source, out char unit)
    {
        unit = default;
        if (source.Length < LongestEscape || source[0] != '\\' || source[1] != 'u'
            || !Utf8Parser.TryParse(source[2..LongestEscape], out ushort value, out var used, 'x') || used != 4)
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
