using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Connections;

/// <summary>Reads whole messages until the connection ends.</summary>
internal sealed class MessageReader(WebSocket socket, SimulatedConnection connection, SimulatorOptions options)
{
    private const int ReadSize = 16 * 1024;
    private const int KeptSize = 1024 * 1024;

    public async Task ReadAsync(RealtimeSession? session, EventOutput output, CancellationToken cancellationToken)
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
                    output.Close(socket.CloseStatus is { } status and not WebSocketCloseStatus.Empty ? (int)status : 1000, "");
                    return;
                }

                if (message.WrittenCount > options.MaxMessageBytes)
                {
                    output.Close(1009, "The message is too big.");
                    return;
                }

                if (read.EndOfMessage)
                {
                    Take(session, message.WrittenMemory, read.MessageType);
                    message.ResetWrittenCount();
                    message = message.Capacity > KeptSize ? new(ReadSize) : message;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone; there is nothing left to read or to say.
            output.Complete();
        }
        catch (OperationCanceledException)
        {
            output.Complete();
        }
    }

    private void Take(RealtimeSession? session, ReadOnlyMemory<byte> message, WebSocketMessageType type)
    {
        if (type == WebSocketMessageType.Binary)
        {
            connection.AddReceived(new("(binary)", null, ""));
            session?.TakeAudio(message.Span);
            return;
        }

        connection.AddReceived(Describe(message));
        session?.Take(message);
    }

    private ReceivedEvent Describe(ReadOnlyMemory<byte> message)
    {
        if (!JsonText.TryParse(message, out var received))
        {
            return new("(unreadable)", null, Cut(Encoding.UTF8.GetString(message.Span)));
        }

        if (received.Text("type") == "input_audio_buffer.append")
        {
            received["audio"] = $"({received.Text("audio")?.Length ?? 0} characters)";
            return new("input_audio_buffer.append", received.Text("event_id"), JsonText.WriteString(received));
        }

        return new(received.Text("type") ?? "", received.Text("event_id"), Cut(Encoding.UTF8.GetString(message.Span)));
    }

    private string Cut(string text) => text.Length <= options.InspectionTextLimit ? text : text[..options.InspectionTextLimit];
}
