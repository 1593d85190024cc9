using Realtime.Protocol.Translation;

namespace Realtime.Gateway.Edge;

/// <summary>Finds the form of the protocol that a client speaks.</summary>
internal static class ClientForm
{
    /// <summary>Reads it from the upgrade request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>
    /// Beta for <c>OpenAI-Beta: realtime=v1</c>, for the subprotocol of that name and for Azure's dated address, whose
    /// <c>api-version</c> says so; else GA. In Azure's current address an <c>api-version</c> says nothing.
    /// </returns>
    public static Dialect Detect(HttpRequest request)
    {
        var header = request.Headers["OpenAI-Beta"].ToString();
        return header.Contains("realtime=v1", StringComparison.OrdinalIgnoreCase)
            || Subprotocols.Offered(request).Contains(Subprotocols.Beta, StringComparer.Ordinal)
            || (request.Query.ContainsKey("api-version") && !IsAzureCurrent(request.Path))
            ? Dialect.Beta
            : Dialect.Ga;
    }

    private static bool IsAzureCurrent(PathString path) => path.StartsWithSegments("/openai/v1", StringComparison.OrdinalIgnoreCase);
}
