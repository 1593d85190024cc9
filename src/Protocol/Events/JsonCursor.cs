using System.Buffers;

namespace Realtime.Protocol.Events;

/// <summary>Walks over JSON by its structure alone. It jumps over strings with vector instructions and builds nothing.</summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> utf8)
{
    // A control character must not stand in a string, so it ends the search like a quote and is then refused.
    private static readonly SearchValues<byte> StringEnds =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    // Apostrophe and slash stand outside strings in lenient dialects only, where they begin strings and comments: a parser that
    // understands them would see another structure than this one.
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]'/"u8);

    private static readonly SearchValues<byte> Scalar =
        SearchValues.Create("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private int _position;

    public readonly bool IsAtEnd => _position >= _utf8.Length;

    public readonly bool IsAtString => _position < _utf8.Length && _utf8[_position] == '"';

    public void SkipWhitespace()
    {
        while (_position < _utf8.Length && _utf8[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
        }
    }

    public bool TryTake(byte expected)
    {
        if (_position >= _utf8.Length || _utf8[_position] != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Reads a string. The range is its content without the quotes.</summary>
    public bool TryReadString(out Range content, out bool escaped)
    {
        content = default;
        escaped = false;
        if (!TryTake((byte)'"'))
        {
            return false;
        }

        var start = _position;
        while (true)
        {
            var offset = _utf8[_position..].IndexOfAny(StringEnds);
            if (offset < 0)
            {
                return false;
            }

            _position += offset;
            switch (_utf8[_position])
            {
                case (byte)'"':
                    content = start.._position;
                    _position++;
                    return true;

                case (byte)'\\' when _position + 1 < _utf8.Length && _utf8[_position + 1] >= 0x20:
                    escaped = true;
                    _position += 2;
                    break;

                default:
                    return false;
            }
        }
    }

    public bool TrySkipValue() => _position < _utf8.Length && _utf8[_position] switch
    {
        (byte)'"' => TryReadString(out _, out _),
        (byte)'{' or (byte)'[' => TrySkipContainer(),
        _ => TrySkipScalar(),
    };

    private bool TrySkipScalar()
    {
        var rest = _utf8[_position..];
        var length = rest.IndexOfAnyExcept(Scalar);
        var scalar = length < 0 ? rest : rest[..length];
        _position += scalar.Length;
        return !scalar.IsEmpty && (scalar[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9')
            || scalar.SequenceEqual("null"u8) || scalar.SequenceEqual("true"u8) || scalar.SequenceEqual("false"u8));
    }

    private bool TrySkipContainer()
    {
        // One bit a level tells an object from an array; the event itself is the first level.
        var depth = 1;
        var kinds = 0UL;
        do
        {
            var offset = _utf8[_position..].IndexOfAny(Structure);
            if (offset < 0)
            {
                return false;
            }

            _position += offset;
            var symbol = _utf8[_position];
            switch (symbol)
            {
                case (byte)'"':
                    if (!TryReadString(out _, out _))
                    {
                        return false;
                    }

                    continue;

                case (byte)'{' or (byte)'[':
                    if (depth == EventScanner.MaxDepth)
                    {
                        return false;
                    }

                    depth++;
                    kinds = (kinds << 1) | (symbol == '{' ? 1UL : 0UL);
                    break;

                case (byte)'}' or (byte)']':
                    if ((kinds & 1UL) != (symbol == '}' ? 1UL : 0UL))
                    {
                        return false;
                    }

                    depth--;
                    kinds >>= 1;
                    break;

                default:
                    return false;
            }

            _position++;
        }
        while (depth > 1);

        return true;
    }
}
