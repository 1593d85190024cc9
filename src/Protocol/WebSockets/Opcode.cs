namespace Realtime.Protocol.WebSockets;

/// <summary>The opcodes of RFC 6455 section 5.2.</summary>
internal static class Opcode
{
    public const byte Continuation = 0x0;
    public const byte Text = 0x1;
    public const byte Binary = 0x2;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;
    public const byte Pong = 0xA;

    /// <summary>Tells whether a frame of this opcode may stand between fragments.</summary>
    /// <param name="opcode">The opcode.</param>
    /// <returns>Whether it is a control frame's.</returns>
    public static bool IsControl(byte opcode) => opcode >= Close;
}
