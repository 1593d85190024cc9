using System.Net.WebSockets;
using System.Text;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Json;
using Realtime.Simulator.Sessions;

namespace Realtime.Simulator.Faults;

/// <summary>Writes to a WebSocket under a <see cref="FaultPlan"/>.</summary>
internal sealed class FaultyWire(WebSocket socket, IConnectionBreaker breaker, SimulatedConnection connection, TimeProvider time, FaultPlan initialPlan)
    : IFaultyWire, IDisposable
{
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile FaultPlan _plan = initialPlan;
    private int _eventsSent;

    /// <summary>Whether the connection has gone still: the reader stops then, too.</summary>
    public Task Stalled => _stalled.Task;

    public void Replace(FaultPlan plan)
    {
        _eventsSent = 0;
        _plan = plan;
    }

    public async Task<bool> WriteAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var plan = _plan;
        if (await EndsAsync(plan, cancellationToken))
        {
            return false;
        }

        if (plan.IsSilent || message.Type.Length == 0)
        {
            return true;
        }

        try
        {
            await PauseAsync(plan, cancellationToken);
            if (message.Kind == WebSocketMessageType.Close)
            {
                await CloseAsync(message.CloseCode, message.CloseReason, cancellationToken);
                return false;
            }

            await socket.SendAsync(message.Payload, message.Kind, endOfMessage: true, cancellationToken);
            connection.AddSent(message.Type);
            if (++_eventsSent == 1 && plan.OversizedBytes is { } bytes)
            {
                await socket.SendAsync(Oversized(bytes), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
                connection.AddSent("error");
            }

            return !await EndsAsync(_plan, cancellationToken);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    public void Dispose() => _stalled.TrySetResult();

    private static byte[] Oversized(int bytes) => JsonText.Write(new System.Text.Json.Nodes.JsonObject
    {
        ["type"] = "error",
        ["event_id"] = IdSource.Make("event"),
        ["error"] = new System.Text.Json.Nodes.JsonObject
        {
            ["type"] = "server_error",
            ["code"] = "oversized",
            ["message"] = new string('x', bytes),
            ["param"] = null,
            ["event_id"] = null,
        },
    });

    private async Task PauseAsync(FaultPlan plan, CancellationToken cancellationToken)
    {
        var pause = (_eventsSent == 0 ? plan.FirstEventDelayMs ?? 0 : 0) + (plan.SlowMs ?? 0);
        if (pause > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellationToken);
        }
    }

    private async Task<bool> EndsAsync(FaultPlan plan, CancellationToken cancellationToken)
    {
        if (_eventsSent >= plan.ResetAfter)
        {
            breaker.Reset();
            return true;
        }

        if (_eventsSent >= plan.DropAfter)
        {
            breaker.Drop();
            return true;
        }

        if (_eventsSent >= plan.StallAfter)
        {
            _stalled.TrySetResult();
            return true;
        }

        if (_eventsSent >= plan.CloseAfter)
        {
            await CloseAsync(plan.CloseCode, plan.CloseReason, cancellationToken);
            return true;
        }

        return false;
    }

    private async Task CloseAsync(int code, string reason, CancellationToken cancellationToken)
    {
        while (Encoding.UTF8.GetByteCount(reason) > 123)
        {
            reason = reason[..^1];
        }

        connection.CloseCodeSent = code;
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, cancellationToken);
        }
    }
}
