using System.Globalization;
using System.Text.Json.Nodes;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Connections;

/// <summary>Answers a handshake and runs the connection that comes of it.</summary>
internal sealed class ConnectionHandler(SimulatorOptions options, ConnectionBook book, FaultBoard faults, IHostApplicationLifetime lifetime)
{
    public async Task HandleAsync(HttpContext context, IRealtimeProvider provider)
    {
        var connection = book.Open(provider.Name, context.Request);
        connection.Model = provider.ModelOf(context.Request);
        try
        {
            connection.Fault = ChooseFault(context.Request, provider.Name, connection.Model);
            if (connection.Fault.ConnectDelayMs is { } delay)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(delay), options.Time, context.RequestAborted);
            }

            if (connection.Fault.RefuseStatus is { } status)
            {
                await RefuseAsync(context, connection, status, provider.RefusalBody(status));
            }
            else if (!context.WebSockets.IsWebSocketRequest)
            {
                await RefuseAsync(context, connection, StatusCodes.Status426UpgradeRequired, provider.RefusalBody(StatusCodes.Status426UpgradeRequired));
            }
            else
            {
                await AnswerAsync(context, provider, connection);
            }
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

    private static async Task RefuseAsync(HttpContext context, SimulatedConnection connection, int status, JsonObject? body)
    {
        connection.HandshakeStatus = status;
        context.Response.StatusCode = status;
        if (connection.Fault.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (body is not null)
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(JsonText.Write(body), context.RequestAborted);
        }
    }

    private async Task AnswerAsync(HttpContext context, IRealtimeProvider provider, SimulatedConnection connection)
    {
        var admission = provider.Admit(context);
        if (admission.Status is { } refused)
        {
            await RefuseAsync(context, connection, refused, admission.Body);
            return;
        }

        connection.Model = admission.Model ?? connection.Model;
        connection.HandshakeStatus = StatusCodes.Status101SwitchingProtocols;
        var protocol = Credential.ChooseProtocol(context.WebSockets.WebSocketRequestedProtocols);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { SubProtocol = protocol });
        using var run = new ConnectionRun(context, socket, connection, options, lifetime.ApplicationStopping);
        await run.RunAsync(provider, admission);
    }

    private FaultPlan ChooseFault(HttpRequest request, string provider, string? model) =>
        FaultPlan.TryParse(request.Headers["x-simulator-fault"], out var byHeader) ? byHeader
        : FaultPlan.TryParse(request.Query["fault"], out var byQuery) ? byQuery
        : faults.Take(provider, model);
}
