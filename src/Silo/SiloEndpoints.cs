namespace Realtime.Silo;

/// <summary>What orchestrators ask a silo.</summary>
internal static class SiloEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapSiloHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/liveliness", () => Results.Text("\"I'm alive!\"", "application/json"));
        endpoints.MapGet("/health/readiness", (ISiloStatusOracle silo, IHostApplicationLifetime process) =>
            silo.CurrentStatus == SiloStatus.Active && !process.ApplicationStopping.IsCancellationRequested
            ? Results.Text("{\"status\":\"healthy\"}", "application/json")
            : Results.Text("{\"status\":\"unhealthy\"}", "application/json", statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
