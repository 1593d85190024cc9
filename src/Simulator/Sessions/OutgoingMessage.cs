using System.Net.WebSockets;

namespace Realtime.Simulator.Sessions;

/// <summary>One message on its way to the client.</summary>
internal sealed record OutgoingMessage(string Type, byte[] Payload, WebSocketMessageType Kind)
{
    /// <summary>Writes nothing; only faults are looked at.</summary>
    public static OutgoingMessage Nothing { get; } = new("", [], WebSocketMessageType.Text);

    public int CloseCode { get; init; }

    public string CloseReason { get; init; } = "";
}
