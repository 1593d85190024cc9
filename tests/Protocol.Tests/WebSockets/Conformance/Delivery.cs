namespace Realtime.Protocol.Tests.WebSockets.Conformance;

/// <summary>How the bytes of a case reach the connection under test.</summary>
public enum Delivery
{
    AtOnce,
    ByteByByte,
    InRandomPieces,
    OverTcp,
    OverTcpInRandomPieces,

    /// <summary>The connection under test is the client's end, so nothing that it gets is masked.</summary>
    ToAClient,
}
