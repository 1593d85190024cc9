namespace Realtime.Gateway.Edge;

/// <summary>The WebSocket subprotocols that realtime clients offer, and the one that is answered.</summary>
internal static class Subprotocols
{
    /// <summary>The protocol itself.</summary>
    public const string Realtime = "realtime";

    /// <summary>Asks for the beta form.</summary>
    public const string Beta = "openai-beta.realtime-v1";

    // The second one is how browser clients of xAI offer a key.
    private static readonly string[] KeyPrefixes = ["openai-insecure-api-key.", "xai-client-secret."];

    /// <summary>Reads what a client offers.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The names, in order.</returns>
    public static IReadOnlyList<string> Offered(HttpRequest request) =>
        request.Headers.GetCommaSeparatedValues("Sec-WebSocket-Protocol");

    /// <summary>Finds the key among them.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The key, or null.</returns>
    public static string? FindKey(HttpRequest request)
    {
        foreach (var offered in Offered(request))
        {
            foreach (var prefix in KeyPrefixes)
            {
                if (offered.StartsWith(prefix, StringComparison.Ordinal) && offered.Length > prefix.Length)
                {
                    return offered[prefix.Length..];
                }
            }
        }

        return null;
    }

    /// <summary>Chooses the answer.</summary>
    /// <param name="offered">What the client offers.</param>
    /// <returns>
    /// <c>realtime</c> where it is offered, else the first that carries no key, else the only one offered: native clients fail
    /// without an answer that they offered. Null for no answer.
    /// </returns>
    public static string? Select(IReadOnlyList<string> offered)
    {
        if (offered.Contains(Realtime, StringComparer.Ordinal))
        {
            return Realtime;
        }

        return offered.FirstOrDefault(name => !CarriesKey(name)) ?? (offered.Count == 1 ? offered[0] : null);
    }

    private static bool CarriesKey(string name) => Array.Exists(KeyPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
