using System.Text;
using Realtime.Bench.Wire;

namespace Realtime.Bench.Upstream.Speech;

/// <summary>
/// A prepared message with a piece of the model's speech, of which only the stamp changes. What the client sent cannot be given back by a provider
/// whose audio has another rate, so that pieces are numbered here.
/// </summary>
internal sealed class SpokenPiece
{
    private readonly int _audio;

    /// <summary>Prepares a message.</summary>
    /// <param name="head">What stands before the audio.</param>
    /// <param name="audioLength">The Base64 characters of the audio.</param>
    /// <param name="tail">What stands behind it.</param>
    public SpokenPiece(string head, int audioLength, string tail)
    {
        _audio = head.Length;
        Bytes = Encoding.ASCII.GetBytes(head + new string('A', Math.Max(FrameStamp.Length, audioLength / 4 * 4)) + tail);
    }

    /// <summary>The message as JSON.</summary>
    public byte[] Bytes { get; }

    /// <summary>Writes the number.</summary>
    public void Number(long sequence) => new FrameStamp(sequence, 0, 0).WriteTo(Bytes.AsSpan(_audio, FrameStamp.Length));
}
