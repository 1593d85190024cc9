using System.Buffers;
using System.Globalization;
using System.Text;

namespace Realtime.Protocol.Dialects.Json;

/// <summary>A value in the bytes of its JSON text: a scalar, or an object or array that nobody has opened.</summary>
/// <param name="utf8">The text, without white space around it.</param>
internal sealed class JsonText(ReadOnlyMemory<byte> utf8) : JsonPart
{
    /// <summary>Gets <c>null</c>.</summary>
    public static JsonText Null { get; } = new("null"u8.ToArray());

    /// <summary>Gets the text.</summary>
    public ReadOnlyMemory<byte> Utf8 => utf8;

    /// <summary>Gets a value indicating whether this is <c>null</c>.</summary>
    public bool IsNull => utf8.Span.SequenceEqual("null"u8);

    /// <summary>Gets a value indicating whether this is a number.</summary>
    public bool IsNumber => utf8.Span is [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..];

    /// <summary>Gets what stands between the quotes, escapes as they are, or null when this is no string.</summary>
    public string? Content => ContentBytes is { IsEmpty: false } bytes ? Encoding.UTF8.GetString(bytes[..^1]) : null;

    // The content and the closing quote, so that the empty string is told from "no string".
    private ReadOnlySpan<byte> ContentBytes => utf8.Span is [(byte)'"', .. var rest] ? rest : default;

    /// <summary>Makes a string.</summary>
    /// <param name="content">Its content, with whatever escapes it needs.</param>
    /// <returns>The value.</returns>
    public static JsonText String(string content) => new(Encoding.UTF8.GetBytes($"\"{content}\""));

    /// <summary>Makes a number.</summary>
    /// <param name="value">A finite number.</param>
    /// <returns>The value.</returns>
    public static JsonText Number(double value) => new(Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>
    /// Tests whether this is a string with this content. Escapes that some encoders use for plain ASCII are understood, because
    /// one of them writes every format as <c>audio\/pcm</c>.
    /// </summary>
    /// <param name="ascii">Printable ASCII without quotes and backslashes.</param>
    /// <returns>Whether they are the same.</returns>
    public bool IsString(string ascii)
    {
        var rest = ContentBytes;
        foreach (var expected in ascii)
        {
            if (!TryTake(ref rest, out var character) || character != expected)
            {
                return false;
            }
        }

        return rest is [(byte)'"'];
    }

    /// <summary>Copies the value, for keeping it longer than the message it came with.</summary>
    /// <returns>The copy.</returns>
    public JsonText Copy() => new(utf8.ToArray());

    /// <inheritdoc/>
    public override void WriteTo(IBufferWriter<byte> output) => output.Write(utf8.Span);

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out int character)
    {
        (character, var length) = rest switch
        {
            [(byte)'\\', (byte)'/', ..] => ('/', 2),
            [(byte)'\\', (byte)'u', _, _, _, _, ..]
                when ushort.TryParse(rest.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
                => (unit, 6),
            [(byte)'\\' or (byte)'"', ..] or [] => (-1, 0),
            [var single, ..] => (single, 1),
        };
        rest = rest[length..];
        return length > 0;
    }
}
