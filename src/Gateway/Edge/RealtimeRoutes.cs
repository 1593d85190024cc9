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
}
