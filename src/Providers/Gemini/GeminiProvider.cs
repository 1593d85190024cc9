using Realtime.Configuration;
using Realtime.Protocol.Events;
using Realtime.Protocol.Translation;
using Realtime.Providers.Gemini.Models;
using Realtime.Providers.WebSockets;

namespace Realtime.Providers.Gemini;

/// <summary>Gemini's Live API on Google AI Studio.</summary>
internal sealed class GeminiProvider(WebSocketConnector connector, IEventIdSource ids, SetupTrust trust) : IRealtimeProvider
{
    private const string Version = "v1beta";

    private static readonly Uri DefaultBase = new("https://generativelanguage.googleapis.com");

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [ProviderNames.Gemini];

    /// <inheritdoc/>
    public Dialect GetDialect(Deployment deployment) => Dialect.Ga;

    /// <inheritdoc/>
    public IEdgeTranslator? CreateTranslator(UpstreamRequest request)
    {
        var deployment = request.Deployment;
        var model = ModelNames.Bare(deployment.ProviderModel);
        var traits = ModelTraits.For(model, "models/" + model, isVertex: false);
        return new LiveTranslator(traits, deployment.ProviderModel, deployment.VoiceMap, ids, trust.For(deployment));
    }

    /// <inheritdoc/>
    public async Task<UpstreamConnectResult> ConnectAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        var result = await connector.ConnectAsync(Endpoint(request), request, cancellationToken).ConfigureAwait(false);
        return result.Connection is null
            ? result
            : UpstreamConnectResult.Connected(new LiveConnection(result.Connection, trust.For(request.Deployment)));
    }

    /// <summary>Builds the endpoint. The key goes in a header: an address stands in logs and traces.</summary>
    /// <param name="request">What the connection is for.</param>
    /// <returns>The endpoint.</returns>
    internal static UpstreamEndpoint Endpoint(UpstreamRequest request)
    {
        var deployment = request.Deployment;
        var version = deployment.ApiVersion is { Length: > 0 } given && given[0] == 'v' ? given : Version;
        var headers = new List<KeyValuePair<string, string>>();
        var method = "BidiGenerateContent";
        if (deployment.ApiKey?.Reveal() is { } key)
        {
            if (key.StartsWith("auth_tokens/", StringComparison.Ordinal))
            {
                // A token that AI Studio gave for a short while goes to a method of its own.
                (version, method) = ("v1alpha", "BidiGenerateContentConstrained");
                headers.Add(new("Authorization", "Token " + key));
            }
            else
            {
                headers.Add(new("x-goog-api-key", key));
            }
        }

        var path = $"/ws/google.ai.generativelanguage.{version}.GenerativeService.{method}";
        return new UpstreamEndpoint(RealtimeUri.Build(LiveAddress.Root(deployment.ApiBase ?? DefaultBase), path, []), headers);
    }
}
