using System.Text.Unicode;

namespace Realtime.Protocol.WebSockets;

/// <summary>Checks that a text is UTF-8 as its bytes come, and tells at the first byte after which it cannot be.</summary>
internal struct Utf8Check
{
    private uint _partial;
    private int _count;

    /// <summary>Gets a value indicating whether no character is cut at the end of what came so far.</summary>
    public readonly bool IsComplete => _count == 0;

    /// <summary>Takes the next bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns>Whether all so far can be the beginning of a UTF-8 text.</returns>
    public bool Append(ReadOnlySpan<byte> data)
    {
        while (_count > 0 && data.Length > 0)
        {
            if (!Push(data[0]))
            {
                return false;
            }

            data = data[1..];
        }

        var tail = CutTail(data);
        if (!Utf8.IsValid(data[..^tail]))
        {
            return false;
        }

        foreach (var value in data[^tail..])
        {
            if (!Push(value))
            {
                return false;
            }
        }

        return true;
    }

    // How many bytes at the end begin a character that is not there whole.
    private static int CutTail(ReadOnlySpan<byte> data)
    {
        for (var back = 1; back <= Math.Min(3, data.Length); back++)
        {
            var value = data[^back];
            if (value < 0x80)
            {
                return 0;
            }

            if (value >= 0xC0)
            {
                return LengthOf(value) > back ? back : 0;
            }
        }

        return 0;
    }

    private static int LengthOf(uint lead) => lead switch
    {
        >= 0xC2 and <= 0xDF => 2,
        >= 0xE0 and <= 0xEF => 3,
        >= 0xF0 and <= 0xF4 => 4,
        _ => 0,
    };

    // RFC 3629 section 4: the second byte's range depends on the first, which excludes overlong forms, surrogates and what lies
    // beyond U+10FFFF.
    private static bool IsSecond(uint lead, byte value) => lead switch
    {
        0xE0 => value is >= 0xA0 and <= 0xBF,
        0xED => value is >= 0x80 and <= 0x9F,
        0xF0 => value is >= 0x90 and <= 0xBF,
        0xF4 => value is >= 0x80 and <= 0x8F,
        _ => value is >= 0x80 and <= 0xBF,
    };

    private bool Push(byte value)
    {
        if (_count == 0)
        {
            _partial = value;
            _count = 1;
            return LengthOf(value) > 0;
        }

        var valid = _count == 1 ? IsSecond(_partial, value) : value is >= 0x80 and <= 0xBF;
        _count++;
        if (_count == LengthOf(_partial))
        {
            _count = 0;
        }

        return valid;
    }
}
