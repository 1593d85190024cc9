using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Realtime.Gateway.Tests.Running;

/// <summary>A whole message, or the close of the connection.</summary>
internal sealed record Received(WebSocketMessageType Kind, byte[] Bytes, int CloseCode = 0, string CloseReason = "")
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public string Type => (string)Json["type"]!;

    public bool IsClose => Kind == WebSocketMessageType.Close;
}
