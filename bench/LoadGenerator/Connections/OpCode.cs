namespace Realtime.Bench.LoadGenerator.Connections;

/// <summary>The frame types of RFC 6455, section 5.2, that occur here.</summary>
internal static class OpCode
{
    public const byte Continuation = 0x0;
    public const byte Text = 0x1;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;
    public const byte Pong = 0xa;
}
