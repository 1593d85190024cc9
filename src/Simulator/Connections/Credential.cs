namespace Realtime.Simulator.Connections;

/// <summary>The places in which a key may travel.</summary>
internal static class Credential
{
    public const string OpenAiProtocol = "openai-insecure-api-key.";
    public const string XaiProtocol = "xai-client-secret.";

    public static string? Bearer(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var value = request.Headers.Authorization.ToString();
        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && value.Length > Scheme.Length ? value[Scheme.Length..].Trim() : null;
    }

    public static string? ApiKey(HttpRequest request) =>
        request.Headers["api-key"].ToString() is { Length: > 0 } header ? header
        : request.Query["api-key"].ToString() is { Length: > 0 } query ? query
        : null;

    public static string? Protocol(HttpContext context, string prefix) =>
        context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault(offered => offered.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    /// <summary>Chooses the subprotocol to answer: never one that carries a key, unless a client offers nothing else.</summary>
    public static string? ChooseProtocol(IList<string> offered) =>
        offered.Contains("realtime") ? "realtime" : offered.FirstOrDefault(name => !IsSecret(name)) ?? offered.FirstOrDefault();

    private static bool IsSecret(string name) =>
        name.StartsWith(OpenAiProtocol, StringComparison.Ordinal) || name.StartsWith(XaiProtocol, StringComparison.Ordinal);
}
