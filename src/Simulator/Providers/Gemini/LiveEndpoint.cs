using System.Net.WebSockets;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;

namespace Realtime.Simulator.Providers.Gemini;

/// <summary>Answers handshakes of the Live API and runs the connections.</summary>
internal sealed class LiveEndpoint(
    SimulatorOptions options, ConnectionBook book, FaultBoard faults, LiveMemories memories, IHostApplicationLifetime lifetime)
{
    public async Task HandleAsync(HttpContext context, ILiveService service)
    {
        var connection = book.Open(service.Name, context.Request);
        try
        {
            connection.Fault = FaultPlan.TryParse(context.Request.Headers["x-simulator-fault"], out var byHeader) ? byHeader
                : FaultPlan.TryParse(context.Request.Query["fault"], out var byQuery) ? byQuery
                : faults.Take(service.Name, null);
            if (connection.Fault.ConnectDelayMs is { } delay)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(delay), options.Time, context.RequestAborted);
            }

            var admission = service.Admit(context.Request);
            var refused = connection.Fault.RefuseStatus ?? (context.WebSockets.IsWebSocketRequest ? admission.Status : StatusCodes.Status426UpgradeRequired);
            if (refused is { } status)
            {
                connection.HandshakeStatus = status;
                context.Response.StatusCode = status;
                return;
            }

            connection.HandshakeStatus = StatusCodes.Status101SwitchingProtocols;
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await RunAsync(context, socket, connection, service, admission);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The client went away or the simulator ends: there is nobody to answer.
        }
        finally
        {
            connection.FaultRunning = null;
            connection.IsOver = true;
        }
    }

    private async Task RunAsync(HttpContext context, WebSocket socket, SimulatedConnection connection, ILiveService service, LiveAdmission admission)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var faulty = new FaultyWire(socket, new SocketBreaker(context), connection, options.Time, connection.Fault);
        var wire = new LiveWire(faulty);
        connection.FaultRunning = plan =>
        {
            faulty.Replace(plan);
            wire.Nudge();
        };
        using var stopping = lifetime.ApplicationStopping.Register(() => wire.Close(new(1001, "The server is shutting down.")));
        var session = new LiveSession(service, admission, wire, connection, memories, options, ended.Token);
        var pump = wire.PumpAsync(ended.Token);
        var reading = new LiveReader(socket, connection, options).ReadAsync(session, wire, ended.Token);
        await Task.WhenAny(pump, reading);
        wire.Complete();
        var both = Task.WhenAll(pump, reading);
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(2), options.Time);
        if (faulty.Stalled.IsCompleted || await Task.WhenAny(both, Task.Delay(Timeout.InfiniteTimeSpan, options.Time, grace.Token)) != both)
        {
            context.Abort();
        }

        await ended.CancelAsync();
        try
        {
            await both;
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }
    }
}
