using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>Everything that goes to the client, in order: JSON in binary messages, as the service sends it.</summary>
internal sealed class LiveWire(IFaultyWire wire)
{
    private readonly Channel<OutgoingMessage> _queue = Channel.CreateUnbounded<OutgoingMessage>(new() { SingleReader = true });

    /// <summary>Whether a close is on its way.</summary>
    public bool IsClosing { get; private set; }

    public void Send(JsonObject message) =>
        _queue.Writer.TryWrite(new(string.Join('+', message.Select(Name)), JsonText.Write(message), WebSocketMessageType.Binary));

    public void Close(LiveClose close)
    {
        IsClosing = true;
        _queue.Writer.TryWrite(new("(close)", [], WebSocketMessageType.Close) { CloseCode = close.Code, CloseReason = close.Reason });
        _queue.Writer.TryComplete();
    }

    /// <summary>Lets the writer look at a fault that was switched on meanwhile.</summary>
    public void Nudge() => _queue.Writer.TryWrite(OutgoingMessage.Nothing);

    public void Complete() => _queue.Writer.TryComplete();

    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            if (!await wire.WriteAsync(message, cancellationToken))
            {
                return;
            }
        }
    }

    private static string Name(KeyValuePair<string, JsonNode?> member) => member.Key == "serverContent" && member.Value is JsonObject { Count: > 0 } content
        ? "serverContent." + content.First().Key
        : member.Key;
}
