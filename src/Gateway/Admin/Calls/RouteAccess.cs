using Realtime.Storage.Model;

namespace Realtime.Gateway.Admin.Calls;

/// <summary>Which routes a key may call (<c>allowed_routes</c>): paths, paths that end in <c>*</c>, and LiteLLM's groups.</summary>
internal static class RouteAccess
{
    /// <summary>LiteLLM's group of everything that speaks with models.</summary>
    public const string Models = "llm_api_routes";

    private const string Management = "management_routes";
    private const string Info = "info_routes";

    private static readonly string[] ModelPrefixes = ["/v1/realtime", "/realtime", "/openai", "/v1/models", "/models"];

    // What only reads: the last part of the path says so.
    private static readonly string[] Reading = ["/info", "/list", "/aliases", "/logs", "/report", "/activity", "/settings", "/v2"];

    /// <summary>Gives the routes of a <c>key_type</c>.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The routes, empty for all; null when there is no such type.</returns>
    public static string[]? OfKeyType(string type) => type switch
    {
        "default" => [],
        "llm_api" => [Models],
        "management" => [Management],
        "read_only" => [Info],
        _ => null,
    };

    /// <summary>Says whether a key may call a route.</summary>
    /// <param name="settings">The key's settings.</param>
    /// <param name="path">The route's path.</param>
    public static bool Allows(PolicySettings settings, string path) =>
        settings.AllowedRoutes is not { Count: > 0 } routes || routes.Any(route => Matches(route, path));

    private static bool Matches(string route, string path) => route switch
    {
        Models => IsModel(path),
        Management => !IsModel(path),
        Info => Reading.Any(end => path.EndsWith(end, StringComparison.Ordinal)),
        _ => route.EndsWith('*') ? path.StartsWith(route[..^1], StringComparison.Ordinal) : path == route,
    };

    private static bool IsModel(string path) => Array.Exists(ModelPrefixes, prefix => path.StartsWith(prefix, StringComparison.Ordinal));
}
