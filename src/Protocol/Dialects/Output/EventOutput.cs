using System.Buffers;
using Realtime.Protocol.Dialects.Json;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;

namespace Realtime.Protocol.Dialects.Output;

/// <summary>Sends events of a changed type or content to a sink. One instance serves one translator.</summary>
internal sealed class EventOutput
{
    private readonly PooledBuffer _buffer = new();

    /// <summary>
    /// Sends an event on with another type and every other byte as it is. Audio, transcript and text deltas go this way, which
    /// are most of what a session sends.
    /// </summary>
    /// <param name="message">The event.</param>
    /// <param name="type">Its new type; the old one means that the event goes on as it is.</param>
    /// <param name="sink">Takes it.</param>
    public void Rename(in EventMessage message, RealtimeEventType type, IEventSink sink)
    {
        var payload = message.Payload.Span;
        if (type == message.Type || !TypeScan.TryFind(payload, out var value))
        {
            sink.Forward(message);
            return;
        }

        var name = type.ToUtf8Name();
        var (start, length) = value.GetOffsetAndLength(payload.Length);
        _buffer.GetSpan(payload.Length - length + name.Length + 2);
        _buffer.Write(payload[..start]);
        _buffer.Write("\""u8);
        _buffer.Write(name);
        _buffer.Write("\""u8);
        _buffer.Write(payload[(start + length)..]);
        Send(type, sink);
    }

    /// <summary>Sends an event.</summary>
    /// <param name="fields">Its fields; the type is set here.</param>
    /// <param name="type">Its type.</param>
    /// <param name="sink">Takes it.</param>
    public void Write(OpenedObject fields, RealtimeEventType type, IEventSink sink)
    {
        fields.Set("type", JsonText.String(type.ToName()));
        fields.WriteTo(_buffer);
        Send(type, sink);
    }

    private void Send(RealtimeEventType type, IEventSink sink)
    {
        // What a session does with an event may bring the next one, an answer for instance, before this one is done.
        var (rented, length) = _buffer.Take();
        try
        {
            sink.Forward(new EventMessage(type, rented.AsMemory(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
