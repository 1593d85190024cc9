using Realtime.Configuration;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Bedrock.Connection;

namespace Realtime.Providers.Bedrock;

/// <summary>Amazon Bedrock: Nova Sonic, by the bidirectional stream of the Bedrock runtime.</summary>
internal sealed class BedrockProvider(BedrockConnector connector, IEventIdSource ids) : IRealtimeProvider
{
    // Source: Nova Sonic's documentation.
    private static readonly TimeSpan StreamLimit = TimeSpan.FromMinutes(8);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = ["bedrock"];

    /// <inheritdoc/>
    public Dialect GetDialect(Deployment deployment) => Dialect.Ga;

    /// <inheritdoc/>
    public TimeSpan? GetConnectionLimit(Deployment deployment) => StreamLimit;

    /// <inheritdoc/>
    public IEdgeTranslator? CreateTranslator(UpstreamRequest request) => new NovaTranslator(
        BedrockEndpoint.Model(request.Deployment.ProviderModel), request.Deployment.VoiceMap, ids);

    /// <inheritdoc/>
    public Task<UpstreamConnectResult> ConnectAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        connector.ConnectAsync(request, cancellationToken);
}
