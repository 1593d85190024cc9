namespace Realtime.Gateway.Edge;

/// <summary>The addresses of the WebSocket endpoint.</summary>
internal static class RealtimeRoutes
{
    // OpenAI's, LiteLLM's short form, and Azure's GA and dated forms.
    private static readonly string[] Paths = ["/v1/realtime", "/realtime", "/openai/v1/realtime", "/openai/realtime"];

    /// <summary>Maps the endpoint.</summary>
    /// <param name="endpoints">The routes.</param>
    public static void MapRealtime(this IEndpointRouteBuilder endpoints)
    {
        foreach (var path in Paths)
        {
            endpoints.MapGet(path, (HttpContext context, RealtimeEndpoint endpoint) => endpoint.HandleAsync(context));
        }
    }

    /// <summary>Whether a path is one of Azure's, whose clients name a deployment.</summary>
    /// <param name="path">The request's path.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsAzure(PathString path) => path.StartsWithSegments("/openai", StringComparison.OrdinalIgnoreCase);
}
