using System.Buffers;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Realtime.Protocol.EventStreams;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>Everything that goes to the client, in order, through one writer, and what goes wrong with it on purpose.</summary>
internal sealed class NovaOutput(Stream body, SimulatedConnection connection, HttpContext context, TimeProvider time)
{
    private readonly Channel<(string Name, byte[] Frame)> _queue = Channel.CreateUnbounded<(string, byte[])>(new() { SingleReader = true });
    private int _sent;

    /// <summary>Sends an event.</summary>
    public void Send(string name, JsonObject fields)
    {
        var json = JsonText.Write(new JsonObject { ["event"] = new JsonObject { [name] = fields } });

        // Padding, as the service adds it: clients must not mind.
        var payload = JsonText.Write(new JsonObject { ["bytes"] = Convert.ToBase64String(json), ["p"] = "abcdefghijklmn" });
        Enqueue(name, payload, (":event-type", "chunk"), (":content-type", "application/json"), (":message-type", "event"));
    }

    /// <summary>Sends an exception, after which nothing more is sent.</summary>
    public void Fail(string type, string message)
    {
        var name = char.ToLowerInvariant(type[0]) + type[1..];
        Enqueue(name, JsonText.Write(new JsonObject { ["message"] = message }), (":exception-type", name), (":content-type", "application/json"), (":message-type", "exception"));
        Complete();
    }

    /// <summary>Sends nothing more.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Writes until everything was written or a fault ended the stream.</summary>
    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        await foreach (var (name, frame) in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            var plan = connection.Fault;
            if (Ends(plan))
            {
                return;
            }

            if (plan.IsSilent || frame.Length == 0)
            {
                continue;
            }

            var pause = (_sent == 0 ? plan.FirstEventDelayMs ?? 0 : 0) + (plan.SlowMs ?? 0);
            if (pause > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellationToken);
            }

            // Cut in the middle, since messages do not line up with what carries them.
            await body.WriteAsync(frame.AsMemory(0, frame.Length / 2), cancellationToken);
            await body.FlushAsync(cancellationToken);
            await body.WriteAsync(frame.AsMemory(frame.Length / 2), cancellationToken);
            await body.FlushAsync(cancellationToken);
            connection.AddSent(name);
            _sent++;
            if (Ends(connection.Fault))
            {
                return;
            }
        }
    }

    /// <summary>Lets the writer look at a fault that was switched on meanwhile; events are counted anew.</summary>
    public void Nudge()
    {
        _sent = 0;
        _queue.Writer.TryWrite(("", []));
    }

    private bool Ends(FaultPlan plan)
    {
        if (_sent >= plan.ResetAfter || _sent >= plan.DropAfter)
        {
            context.Abort();
            return true;
        }

        return _sent >= plan.CloseAfter;
    }

    private void Enqueue(string name, byte[] payload, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var frame = new ArrayBufferWriter<byte>();
        var list = new EventStreamHeader[headers.Length];
        for (var index = 0; index < headers.Length; index++)
        {
            list[index] = EventStreamHeader.Text(headers[index].Name, headers[index].Value);
        }

        EventStreamEncoder.Write(frame, list, payload);
        _queue.Writer.TryWrite((name, frame.WrittenSpan.ToArray()));
    }
}
