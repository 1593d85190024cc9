using Realtime.Configuration;
using Realtime.Protocol.Dialects;
using Realtime.Protocol.Translation;
using Realtime.Providers.WebSockets;

namespace Realtime.Providers.OpenAI;

/// <summary>OpenAI, and every service that speaks its realtime protocol at a base of its own.</summary>
internal sealed class OpenAIProvider(WebSocketConnector connector) : IRealtimeProvider
{
    private static readonly Uri DefaultBase = new("https://api.openai.com/v1");

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["openai", "custom_openai", "hosted_vllm", "vllm", "litellm_proxy", "dashscope"];

    /// <inheritdoc/>
    public Dialect GetDialect(Deployment deployment) => deployment.Dialect;

    /// <inheritdoc/>
    public IEdgeTranslator? CreateTranslator(UpstreamRequest request) => DialectEdges.ForUpstream(request.Deployment.Dialect);

    /// <inheritdoc/>
    public Task<UpstreamConnectResult> ConnectAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        connector.ConnectAsync(Endpoint(request), request, cancellationToken);

    /// <inheritdoc/>
    public TimeSpan? GetConnectionLimit(Deployment deployment) => TimeSpan.FromMinutes(60);

    /// <summary>Builds the endpoint. <c>model</c> and <c>intent</c> exclude each other: a transcription session has no model of its own.</summary>
    /// <param name="request">What the connection is for.</param>
    /// <returns>The endpoint.</returns>
    internal static UpstreamEndpoint Endpoint(UpstreamRequest request)
    {
        var deployment = request.Deployment;
        KeyValuePair<string, string> query = request.Intent is { } intent
            ? new("intent", intent)
            : new("model", deployment.ProviderModel);
        var headers = new List<KeyValuePair<string, string>>();
        if (deployment.ApiKey is { } key)
        {
            headers.Add(new("Authorization", "Bearer " + key.Reveal()));
        }

        if (deployment.Organization is { } organization)
        {
            headers.Add(new("OpenAI-Organization", organization));
        }

        if (deployment.Dialect == Dialect.Beta)
        {
            headers.Add(new("OpenAI-Beta", "realtime=v1"));
        }

        return new UpstreamEndpoint(RealtimeUri.Build(deployment.ApiBase ?? DefaultBase, "/v1/realtime", [query]), headers);
    }
}
