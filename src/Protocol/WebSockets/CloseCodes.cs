using System.Text;

namespace Realtime.Protocol.WebSockets;

/// <summary>Close codes and reasons, RFC 6455 section 7.4 and the registry that it founded.</summary>
public static class CloseCodes
{
    /// <summary>The peer broke the protocol.</summary>
    public const ushort ProtocolError = 1002;

    /// <summary>Stands for a close frame without a code; never on the wire.</summary>
    public const ushort None = 1005;

    /// <summary>Stands for an end without a close frame; never on the wire.</summary>
    public const ushort Abnormal = 1006;

    /// <summary>A text was not UTF-8.</summary>
    public const ushort InvalidPayload = 1007;

    /// <summary>The peer does what it may not do.</summary>
    public const ushort PolicyViolation = 1008;

    /// <summary>A message was longer than allowed.</summary>
    public const ushort TooBig = 1009;

    /// <summary>This end failed.</summary>
    public const ushort InternalError = 1011;

    /// <summary>The longest close reason, in bytes of UTF-8: a control frame's payload less the code.</summary>
    public const int MaxReasonBytes = 123;

    /// <summary>Tells whether a code may stand in a close frame.</summary>
    /// <param name="code">The code.</param>
    /// <returns>Whether.</returns>
    public static bool MayBeSent(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);

    /// <summary>Cuts a reason to what a close frame holds.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>Its bytes, cut between characters.</returns>
    public static byte[] CutReason(string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(reason);
        if (bytes.Length <= MaxReasonBytes)
        {
            return bytes;
        }

        var length = MaxReasonBytes;
        while ((bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return bytes[..length];
    }
}
