using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>Reads whole messages, text or binary alike, until the connection ends.</summary>
internal sealed class LiveReader(WebSocket socket, SimulatedConnection connection, SimulatorOptions options)
{
    private const int ReadSize = 16 * 1024;

    public async Task ReadAsync(LiveSession session, LiveWire wire, CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(ReadSize);
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(message.GetMemory(ReadSize), cancellationToken);
                message.Advance(read.Count);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    connection.CloseCodeReceived = (int?)socket.CloseStatus;
                    connection.CloseReasonReceived = socket.CloseStatusDescription;
                    wire.Close(new(socket.CloseStatus is { } status and not WebSocketCloseStatus.Empty ? (int)status : 1000, ""));
                    return;
                }

                if (read.EndOfMessage)
                {
                    Take(session, wire, message.WrittenMemory);
                    message.ResetWrittenCount();
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            wire.Complete();
        }
    }

    private void Take(LiveSession session, LiveWire wire, ReadOnlyMemory<byte> message)
    {
        if (wire.IsClosing)
        {
            return;
        }

        if (!JsonText.TryParse(message, out var tree))
        {
            connection.AddReceived(new("(unreadable)", null, ""));
            wire.Close(new(1007, "Invalid JSON payload received."));
            return;
        }

        connection.AddReceived(Describe(message, tree));
        session.Take(tree);
    }

    private ReceivedEvent Describe(ReadOnlyMemory<byte> message, JsonObject tree)
    {
        var name = tree.Count == 0 ? "" : tree.First().Key;
        if (name == "realtimeInput" && tree.Object(name) is { Count: > 0 } input)
        {
            name += "." + input.First().Key;
            if (input.Object("audio") is { } audio)
            {
                return new(name, null, audio.Text("mimeType") ?? "");
            }
        }

        var text = Encoding.UTF8.GetString(message.Span);
        return new(name, null, text.Length <= options.InspectionTextLimit ? text : text[..options.InspectionTextLimit]);
    }
}
