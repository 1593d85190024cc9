using Realtime.Configuration;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.WebSockets;

namespace Realtime.Providers.XAI;

/// <summary>xAI's voice agent: OpenAI's protocol with differences, which <see cref="XaiTranslator"/> evens out.</summary>
internal sealed class XaiProvider(WebSocketConnector connector, IEventIdSource ids) : IRealtimeProvider
{
    private static readonly Uri DefaultBase = new("https://api.x.ai/v1");

    // Source: xAI's voice documentation; a client may set these in the gateway's URL.
    private static readonly string[] DocumentedParameters = ["conversation_id", "reasoning.effort"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["xai"];

    /// <inheritdoc/>
    public Dialect GetDialect(Deployment deployment) => Dialect.Ga;

    /// <inheritdoc/>
    public IEdgeTranslator? CreateTranslator(UpstreamRequest request) => new XaiTranslator(ids);

    /// <inheritdoc/>
    public Task<UpstreamConnectResult> ConnectAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        connector.ConnectAsync(Endpoint(request), request, cancellationToken);

    /// <summary>Builds the endpoint.</summary>
    /// <param name="request">What the connection is for.</param>
    /// <returns>The endpoint.</returns>
    internal static UpstreamEndpoint Endpoint(UpstreamRequest request)
    {
        var deployment = request.Deployment;
        var query = new List<KeyValuePair<string, string>> { new("model", deployment.ProviderModel) };
        query.AddRange(DocumentedParameters
            .Where(request.Query.ContainsKey)
            .Select(name => KeyValuePair.Create(name, request.Query[name])));
        var headers = new List<KeyValuePair<string, string>>();
        if (deployment.ApiKey is { } key)
        {
            headers.Add(new("Authorization", "Bearer " + key.Reveal()));
        }

        return new UpstreamEndpoint(RealtimeUri.Build(deployment.ApiBase ?? DefaultBase, "/v1/realtime", query), headers);
    }
}
