using Realtime.Configuration;
using Realtime.Protocol.Dialects;
using Realtime.Protocol.Translation;
using Realtime.Providers.WebSockets;

namespace Realtime.Providers.Azure;

/// <summary>
/// Azure OpenAI. The form is chosen by <c>realtime_protocol</c>, else by <c>api_version</c>: a dated version speaks the beta form at
/// <c>/openai/realtime</c>, everything else the GA form at <c>/openai/v1/realtime</c>.
/// </summary>
internal sealed class AzureProvider(WebSocketConnector connector, EntraTokens tokens) : IRealtimeProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["azure", "azure_ai"];

    /// <inheritdoc/>
    public Dialect GetDialect(Deployment deployment) => deployment.Dialect;

    /// <inheritdoc/>
    public IEdgeTranslator? CreateTranslator(UpstreamRequest request) => DialectEdges.ForUpstream(request.Deployment.Dialect);

    /// <inheritdoc/>
    public async Task<UpstreamConnectResult> ConnectAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        if (request.Deployment.ApiKey is { } key)
        {
            return await connector.ConnectAsync(Endpoint(request, new("api-key", key.Reveal())), request, cancellationToken)
                .ConfigureAwait(false);
        }

        var (token, refusal) = await tokens.GetAsync(request.Deployment, cancellationToken).ConfigureAwait(false);
        return token is null
            ? UpstreamConnectResult.Refused(refusal!)
            : await connector.ConnectAsync(Endpoint(request, new("Authorization", "Bearer " + token)), request, cancellationToken)
                .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public TimeSpan? GetConnectionLimit(Deployment deployment) => TimeSpan.FromMinutes(60);

    /// <summary>Builds the endpoint.</summary>
    /// <param name="request">What the connection is for.</param>
    /// <param name="credential">The header that carries the credential.</param>
    /// <returns>The endpoint.</returns>
    internal static UpstreamEndpoint Endpoint(UpstreamRequest request, KeyValuePair<string, string> credential)
    {
        var deployment = request.Deployment;
        var query = new List<KeyValuePair<string, string>>();
        var path = "/openai/v1/realtime";
        if (deployment.Dialect == Dialect.Beta)
        {
            path = "/openai/realtime";
            query.Add(new("api-version", deployment.ApiVersion!));
            query.Add(new("deployment", deployment.ProviderModel));
            if (request.Intent is { } intent)
            {
                query.Add(new("intent", intent));
            }
        }
        else
        {
            query.Add(request.Intent is { } intent ? new("intent", intent) : new("model", deployment.ProviderModel));
        }

        return new UpstreamEndpoint(RealtimeUri.Build(Root(deployment.ApiBase!), path, query), [credential]);
    }

    // Operators copy the base with or without the path that the portal shows.
    private static Uri Root(Uri apiBase)
    {
        var path = apiBase.AbsolutePath;
        var cut = path.IndexOf("/openai", StringComparison.OrdinalIgnoreCase);
        return cut < 0 ? apiBase : new UriBuilder(apiBase) { Path = path[..cut], Query = "" }.Uri;
    }
}
