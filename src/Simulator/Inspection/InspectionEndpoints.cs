using System.Text.Json;
using System.Text.Json.Serialization;
using Realtime.Simulator.Faults;

namespace Realtime.Simulator.Inspection;

/// <summary>Lets tests in other processes look in and switch faults.</summary>
internal static class InspectionEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void MapInspection(this IEndpointRouteBuilder routes)
    {
        var book = routes.ServiceProvider.GetRequiredService<ConnectionBook>();
        var board = routes.ServiceProvider.GetRequiredService<FaultBoard>();
        routes.MapGet("/healthz", context => WriteAsync(context, StatusCodes.Status200OK, new { status = "ok" }));
        routes.MapGet("/simulator/connections", context => WriteAsync(context, StatusCodes.Status200OK, book.Connections));
        routes.MapGet("/simulator/connections/{number:int}", context => WriteAsync(
            context, Find(book, context) is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK, Find(book, context)));
        routes.MapDelete("/simulator/connections", context =>
        {
            book.Forget();
            return WriteAsync(context, StatusCodes.Status200OK, book.Connections);
        });
        routes.MapPost("/simulator/connections/{number:int}/faults", context => PostAsync(context, (request, plan) => Find(book, context)?.Apply(plan)));
        routes.MapPost("/simulator/faults", context => PostAsync(context, (request, plan) => Add(book, board, request, plan)));
        routes.MapDelete("/simulator/faults", context =>
        {
            board.Clear();
            return WriteAsync(context, StatusCodes.Status200OK, new { pending = 0 });
        });
    }

    private static SimulatedConnection? Find(ConnectionBook book, HttpContext context) =>
        book.Connections.FirstOrDefault(connection => connection.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == (string?)context.Request.RouteValues["number"]);

    private static void Add(ConnectionBook book, FaultBoard board, FaultRequest request, FaultPlan plan)
    {
        if (request.Scope != "open")
        {
            board.Add(plan, Math.Max(request.Count, 1), request.Provider, request.Model);
            return;
        }

        foreach (var connection in book.Connections.Where(connection => !connection.IsOver
            && (request.Provider ?? connection.Provider) == connection.Provider && (request.Model ?? connection.Model) == connection.Model))
        {
            connection.Apply(plan);
        }
    }

    private static async Task PostAsync(HttpContext context, Action<FaultRequest, FaultPlan> apply)
    {
        FaultRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync<FaultRequest>(context.Request.Body, Json, context.RequestAborted);
        }
        catch (JsonException)
        {
            request = null;
        }

        if (request is null || !FaultPlan.TryParse(request.Fault, out var plan))
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, new { error = "The body must be {\"fault\":\"NAME[=ARG],...\"} with known names and arguments in range." });
            return;
        }

        apply(request, plan);
        await WriteAsync(context, StatusCodes.Status200OK, new { fault = plan });
    }

    private static Task WriteAsync<T>(HttpContext context, int status, T body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, body, Json, context.RequestAborted);
    }
}
