using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Realtime.Simulator.Faults;
using Realtime.Simulator.Hosting;
using Realtime.Simulator.Inspection;
using Realtime.Simulator.Json;

namespace Realtime.Simulator.Providers.Bedrock;

/// <summary>Bedrock's runtime with the Nova Sonic models: refuses as the service does before the stream opens, and runs what opens.</summary>
internal sealed class BedrockProvider(SimulatorOptions options, ConnectionBook book, FaultBoard faults, IHostApplicationLifetime lifetime)
{
    public const string Name = "bedrock";

    public const string Path = "/model/{model}/invoke-with-bidirectional-stream";

    public async Task HandleAsync(HttpContext context)
    {
        var connection = book.Open(Name, context.Request);
        var model = Uri.UnescapeDataString((string)context.Request.RouteValues["model"]!);
        connection.Model = model;
        try
        {
            connection.Fault = ChooseFault(context.Request, model);
            if (connection.Fault.ConnectDelayMs is { } delay)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(delay), options.Time, context.RequestAborted);
            }

            var signed = RequestSignature.Check(context.Request, options.Time.GetUtcNow(), out var problem);
            if (Refusal(connection, model, problem) is { } refusal)
            {
                await RefuseAsync(context, connection, refusal);
            }
            else
            {
                await RunAsync(context, connection, signed!, model);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            // The client went away, a fault cut the stream, or the simulator ends: there is nobody to answer.
        }
        finally
        {
            connection.FaultRunning = null;
            connection.IsOver = true;
        }
    }

    private static BedrockRefusal? Refusal(SimulatedConnection connection, string model, BedrockRefusal? problem) =>
        connection.Fault.RefuseStatus is { } status ? BedrockRefusal.ForStatus(status)
        : problem is not null ? problem
        : model.StartsWith("missing", StringComparison.Ordinal) ? new(404, "ResourceNotFoundException", "Could not resolve the foundation model from the provided model identifier.")
        : !model.Contains("sonic", StringComparison.OrdinalIgnoreCase) ? new(400, "ValidationException", "The model does not support bidirectional streaming.")
        : null;

    private static async Task RefuseAsync(HttpContext context, SimulatedConnection connection, BedrockRefusal refusal)
    {
        connection.HandshakeStatus = refusal.Status;
        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["x-amzn-errortype"] = refusal.Type + ":http://internal.amazon.com/coral/com.amazon.bedrock/";
        if (connection.Fault.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.Body.WriteAsync(JsonText.Write(new JsonObject { ["message"] = refusal.Message }), context.RequestAborted);
    }

    private async Task RunAsync(HttpContext context, SimulatedConnection connection, RequestSignature signed, string model)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;
        connection.HandshakeStatus = StatusCodes.Status200OK;
        context.Response.ContentType = "application/vnd.amazon.eventstream";
        context.Response.Headers["x-amzn-requestid"] = Guid.NewGuid().ToString();
        await context.Response.Body.FlushAsync(context.RequestAborted);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var run = new NovaRun(context, connection, options, signed, model);
        await run.RunAsync(ended.Token);
    }

    private FaultPlan ChooseFault(HttpRequest request, string model) =>
        FaultPlan.TryParse(request.Headers["x-simulator-fault"], out var byHeader) ? byHeader : faults.Take(Name, model);
}
