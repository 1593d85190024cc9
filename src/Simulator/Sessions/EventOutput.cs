using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Forms;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Sessions;

/// <summary>
/// Everything that goes to the client, in order, through one writer. Putting an event in never waits; whoever makes many of them waits
/// for room between them, so that a client that does not read stops the model and not the reader of its own events.
/// </summary>
internal sealed class EventOutput(IWireForm form, IFaultyWire wire)
{
    private const int RoomLimit = 32;

    private readonly Channel<OutgoingMessage> _queue = Channel.CreateUnbounded<OutgoingMessage>(new() { SingleReader = true });
    private TaskCompletionSource? _room;
    private int _waiting;

    /// <summary>Sends an event of the current form in the client's form.</summary>
    public void Send(JsonObject serverEvent)
    {
        foreach (var rewritten in form.Rewrite(serverEvent))
        {
            SendAsIs(rewritten);
        }
    }

    /// <summary>Sends an event that is in the client's form already.</summary>
    public void SendAsIs(JsonObject serverEvent)
    {
        var type = serverEvent.Text("type")!;
        var withId = new JsonObject { ["type"] = type, ["event_id"] = IdSource.Make("event") };
        foreach (var (name, value) in serverEvent.ToArray())
        {
            if (name is not ("type" or "event_id"))
            {
                serverEvent.Remove(name);
                withId[name] = value;
            }
        }

        Enqueue(new(type, JsonText.Write(withId), WebSocketMessageType.Text));
    }

    public void SendBinary(byte[] payload) => Enqueue(new("(binary)", payload, WebSocketMessageType.Binary));

    /// <summary>Sends a close frame after everything that waits; nothing goes out after it.</summary>
    public void Close(int code, string reason)
    {
        Enqueue(new("(close)", [], WebSocketMessageType.Close) { CloseCode = code, CloseReason = reason });
        _queue.Writer.TryComplete();
    }

    /// <summary>Lets the writer look at a fault that was switched on meanwhile.</summary>
    public void Nudge() => Enqueue(OutgoingMessage.Nothing);

    /// <summary>Sends nothing more.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    public Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _waiting) < RoomLimit)
        {
            return Task.CompletedTask;
        }

        var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        room = Interlocked.CompareExchange(ref _room, room, null) ?? room;
        FreeRoom();
        return room.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Writes until everything was written or the connection cannot be written to any more.</summary>
    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            if (message.Type.Length > 0)
            {
                Interlocked.Decrement(ref _waiting);
                FreeRoom();
            }

            if (!await wire.WriteAsync(message, cancellationToken))
            {
                return;
            }
        }
    }

    private void Enqueue(OutgoingMessage message)
    {
        if (message.Type.Length > 0)
        {
            Interlocked.Increment(ref _waiting);
        }

        _queue.Writer.TryWrite(message);
    }

    private void FreeRoom()
    {
        if (Volatile.Read(ref _waiting) < RoomLimit)
        {
            Interlocked.Exchange(ref _room, null)?.TrySetResult();
        }
    }
}
