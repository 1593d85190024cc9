using System.IO.Hashing;

namespace Realtime.Providers.Bedrock.Client;

/// <summary>
/// Knows audio again that a former stream of the session has already taken: a session repeats to a fresh stream what it kept of the turn under
/// way, and the turn is said again here from what was heard of it, which reaches further back.
/// </summary>
internal sealed class RepeatedAudio
{
    private const int Remembered = 4096;

    private readonly Queue<ulong> _taken = new();
    private Dictionary<ulong, int>? _expected;

    /// <summary>A fresh stream begins: what was taken before may come again first.</summary>
    public void Expect() => _expected = _taken.GroupBy(hash => hash).ToDictionary(same => same.Key, same => same.Count());

    /// <summary>What was taken is a turn that is over, or was thrown away: it does not come again.</summary>
    public void Forget()
    {
        _taken.Clear();
        _expected = null;
    }

    /// <summary>Says whether audio comes again, and remembers it if not.</summary>
    /// <param name="base64">The audio.</param>
    /// <returns>Whether.</returns>
    public bool Comes(ReadOnlySpan<byte> base64)
    {
        var hash = XxHash3.HashToUInt64(base64);
        if (_expected is { } expected)
        {
            if (expected.GetValueOrDefault(hash) is > 0 and var left)
            {
                expected[hash] = left - 1;
                return true;
            }

            _expected = null;
        }

        _taken.Enqueue(hash);
        if (_taken.Count > Remembered)
        {
            _taken.Dequeue();
        }

        return false;
    }
}
