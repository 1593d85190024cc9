namespace Realtime.Gateway.Edge;

/// <summary>The tags that a request itself carries.</summary>
internal static class RequestTags
{
    private const string Header = "x-litellm-tags";

    /// <summary>Reads LiteLLM's header: tags with commas between them.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The tags; empty when there are none.</returns>
    public static IReadOnlyList<string> Read(HttpRequest request) =>
    [
        .. request.Headers[Header]
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal),
    ];
}
