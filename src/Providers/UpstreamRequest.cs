using Realtime.Configuration;

namespace Realtime.Providers;

/// <summary>What a provider's connection is wanted for.</summary>
public sealed record UpstreamRequest
{
    /// <summary>Gets the deployment.</summary>
    public required Deployment Deployment { get; init; }

    /// <summary>Gets the query's <c>intent</c>; null for a conversation.</summary>
    public string? Intent { get; init; }

    /// <summary>Gets the client's query parameters; a provider sends up those that it documents.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the limits of the connection.</summary>
    public required UpstreamLimits Limits { get; init; }
}
